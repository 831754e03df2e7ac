/* Sceau in classic Outlook: an in-process COM add-in that takes the click on Send.
 *
 *   addin.c  the add-in as Office loads it (IDTExtensibility2)
 *   sink.c   Outlook's events (ApplicationEvents_11): ItemSend is refused first, then asked about
 *   ask.c    the question to the helper's COM local server, which COM starts where it is not there
 *   say.c    the sentence, where there is nobody to ask
 *
 * It decides nothing and shows nothing else. Whatever goes wrong leaves the mail where it is. It
 * needs no run-time library: nothing that is not on every Windows. */

#include "shim.h"

const CLSID CLSID_Shim = {
    0x6f0c5d0e, 0x3a57, 0x4d0b, {0x9a, 0x61, 0x5c, 0x2e, 0x7b, 0x1d, 0x40, 0x11}};
const CLSID CLSID_Door = {
    0x6f0c5d0e, 0x3a57, 0x4d0b, {0x9a, 0x61, 0x5c, 0x2e, 0x7b, 0x1d, 0x40, 0x12}};
const IID IID_Events = {0x0006302c, 0x0000, 0x0000, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_Extensibility = {
    0xb65ad801, 0xabaf, 0x11d0, {0xbb, 0x8b, 0x00, 0xa0, 0xc9, 0x0f, 0x27, 0x44}};

volatile LONG in_use;
HMODULE module;

BOOL same(REFIID one, REFIID other) {
    const LONG *a = (const LONG *)one, *b = (const LONG *)other;
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

void *take(SIZE_T size) { return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size); }

void give_back(void *memory) { HeapFree(GetProcessHeap(), 0, memory); }

/* -- the class factory, of which there is one -------------------------------------------- */

static HRESULT STDMETHODCALLTYPE f_query(IClassFactory *self, REFIID iid, void **out) {
    if (!out) return E_POINTER;
    *out = same(iid, &IID_IUnknown) || same(iid, &IID_IClassFactory) ? self : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE f_add(IClassFactory *self) {
    (void)self;
    return 2;
}

static ULONG STDMETHODCALLTYPE f_release(IClassFactory *self) {
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE f_create(
    IClassFactory *self, IUnknown *outer, REFIID iid, void **out) {
    (void)self;
    if (!out) return E_POINTER;
    *out = NULL;
    return outer ? CLASS_E_NOAGGREGATION : make_addin(iid, out);
}

static HRESULT STDMETHODCALLTYPE f_lock(IClassFactory *self, BOOL lock) {
    (void)self;
    if (lock) InterlockedIncrement(&in_use);
    else InterlockedDecrement(&in_use);
    return S_OK;
}

static IClassFactoryVtbl factory_table = {f_query, f_add, f_release, f_create, f_lock};
static IClassFactory factory = {&factory_table};

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out) {
    if (!out) return E_POINTER;
    *out = NULL;
    return same(clsid, &CLSID_Shim) ? f_query(&factory, iid, out) : CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT WINAPI DllCanUnloadNow(void) { return in_use ? S_FALSE : S_OK; }

BOOL WINAPI DllMainCRTStartup(HINSTANCE instance, DWORD why, void *reserved) {
    (void)reserved;
    if (why == DLL_PROCESS_ATTACH) {
        module = instance;
        DisableThreadLibraryCalls(instance);
    }
    return TRUE;
}
