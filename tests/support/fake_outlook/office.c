/* An Outlook and a door in C, for both kinds of Office: what the Python ones do for 64 bits alone.
 * It loads the shim as Office does and fires Outlook's event at it; the door is another process of
 * the same program.
 *
 *   office.exe SceauOutlook.dll go|keep|old|broken|missing
 *
 * Says "good" and ends with 0, or what was wrong and ends with 1. */

#define COBJMACROS
#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
#include <olectl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static const CLSID SHIM = {
    0x6f0c5d0e, 0x3a57, 0x4d0b, {0x9a, 0x61, 0x5c, 0x2e, 0x7b, 0x1d, 0x40, 0x11}};
static const CLSID DOOR = {
    0x6f0c5d0e, 0x3a57, 0x4d0b, {0x9a, 0x61, 0x5c, 0x2e, 0x7b, 0x1d, 0x40, 0x12}};
static const IID EVENTS = {0x0006302c, 0x0000, 0x0000, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID EXTENSIBILITY = {
    0xb65ad801, 0xabaf, 0x11d0, {0xbb, 0x8b, 0x00, 0xa0, 0xc9, 0x0f, 0x27, 0x44}};
enum { ITEM_SEND = 61442, QUIT = 61447, SUBJECT = 1 };
enum { PROTOCOL = 1, ASK, WARM, CLOSING };

#define CHECK(true)                                                    \
    do {                                                               \
        if (!(true)) {                                                 \
            printf("line %d: %s\n", __LINE__, #true);                  \
            fflush(stdout);                                            \
            ExitProcess(1);                                            \
        }                                                              \
    } while (0)

/* -- one object is all the others: an item, a door, the application with its one connection point */

typedef struct {
    IDispatch dispatch;
    IConnectionPointContainer container;
    IConnectionPoint point;
    volatile LONG count;
    IDispatch *sink;
    const char *role;
    int asked;
} Thing;

#define OF(part, pointer) ((Thing *)((char *)(pointer)-offsetof(Thing, part)))

static HRESULT query(Thing *self, REFIID iid, void **out) {
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch)) *out = &self->dispatch;
    else if (IsEqualIID(iid, &IID_IConnectionPointContainer)) *out = &self->container;
    else if (IsEqualIID(iid, &IID_IConnectionPoint)) *out = &self->point;
    if (!*out) return E_NOINTERFACE;
    InterlockedIncrement(&self->count);
    return S_OK;
}

#define UNKNOWN(name, type, part)                                                           \
    static HRESULT STDMETHODCALLTYPE name##_query(type *self, REFIID iid, void **out) {     \
        return query(OF(part, self), iid, out);                                             \
    }                                                                                       \
    static ULONG STDMETHODCALLTYPE name##_add(type *self) {                                 \
        return InterlockedIncrement(&OF(part, self)->count);                                \
    }                                                                                       \
    static ULONG STDMETHODCALLTYPE name##_release(type *self) {                             \
        return InterlockedDecrement(&OF(part, self)->count);                                \
    }

UNKNOWN(d, IDispatch, dispatch)
UNKNOWN(c, IConnectionPointContainer, container)
UNKNOWN(p, IConnectionPoint, point)

static HRESULT STDMETHODCALLTYPE d_count(IDispatch *self, UINT *count) {
    (void)self;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE d_info(IDispatch *self, UINT which, LCID lcid, ITypeInfo **out) {
    (void)self, (void)which, (void)lcid;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE d_ids(
    IDispatch *self, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *out) {
    (void)self, (void)iid, (void)count, (void)lcid;
    *out = SUBJECT;
    return lstrcmpW(names[0], L"Subject") ? DISP_E_UNKNOWNNAME : S_OK;
}

/* The door looks at the item before it answers, as the real one does. */
static int sees(IDispatch *item) {
    VARIANT found;
    DISPPARAMS none = {NULL, NULL, 0, 0};
    VariantInit(&found);
    HRESULT told = IDispatch_Invoke(
        item, SUBJECT, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &found, NULL, NULL);
    int good = SUCCEEDED(told) && V_VT(&found) == VT_BSTR && !lstrcmpW(V_BSTR(&found), L"Bilan");
    VariantClear(&found);
    return good;
}

static HRESULT STDMETHODCALLTYPE d_invoke(
    IDispatch *self, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *given,
    VARIANT *result, EXCEPINFO *exception, UINT *wrong) {
    (void)iid, (void)lcid, (void)flags, (void)exception, (void)wrong;
    Thing *one = OF(dispatch, self);
    if (!strcmp(one->role, "item")) {
        if (id != SUBJECT || !result) return DISP_E_MEMBERNOTFOUND;
        one->asked++;
        V_VT(result) = VT_BSTR;
        V_BSTR(result) = SysAllocString(L"Bilan");
        return S_OK;
    }
    LONG answer = 0;
    if (id == PROTOCOL) answer = strcmp(one->role, "old") ? 1 : 0;
    if (id == ASK) {
        if (!strcmp(one->role, "broken")) return E_FAIL;
        if (given->cArgs != 2 || V_VT(&given->rgvarg[1]) != VT_DISPATCH ||
            V_VT(&given->rgvarg[0]) != VT_I4 || !sees(V_DISPATCH(&given->rgvarg[1])))
            return E_INVALIDARG;
        answer = !strcmp(one->role, "go");
    }
    if (result) {
        V_VT(result) = VT_I4;
        V_I4(result) = answer;
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE c_each(
    IConnectionPointContainer *self, IEnumConnectionPoints **out) {
    (void)self, (void)out;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE c_find(
    IConnectionPointContainer *self, REFIID iid, IConnectionPoint **out) {
    if (!IsEqualIID(iid, &EVENTS)) return CONNECT_E_NOCONNECTION;
    return query(OF(container, self), &IID_IConnectionPoint, (void **)out);
}

static HRESULT STDMETHODCALLTYPE p_interface(IConnectionPoint *self, IID *iid) {
    (void)self;
    *iid = EVENTS;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE p_container(
    IConnectionPoint *self, IConnectionPointContainer **out) {
    return query(OF(point, self), &IID_IConnectionPointContainer, (void **)out);
}

static HRESULT STDMETHODCALLTYPE p_advise(IConnectionPoint *self, IUnknown *sink, DWORD *cookie) {
    *cookie = 7;
    return IUnknown_QueryInterface(sink, &EVENTS, (void **)&OF(point, self)->sink);
}

static HRESULT STDMETHODCALLTYPE p_unadvise(IConnectionPoint *self, DWORD cookie) {
    Thing *one = OF(point, self);
    if (cookie != 7 || !one->sink) return CONNECT_E_NOCONNECTION;
    IDispatch_Release(one->sink);
    one->sink = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE p_each(IConnectionPoint *self, IEnumConnections **out) {
    (void)self, (void)out;
    return E_NOTIMPL;
}

static IDispatchVtbl d_table = {d_query, d_add, d_release, d_count, d_info, d_ids, d_invoke};
static IConnectionPointContainerVtbl c_table = {c_query, c_add, c_release, c_each, c_find};
static IConnectionPointVtbl p_table = {p_query,  p_add,      p_release, p_interface, p_container,
                                       p_advise, p_unadvise, p_each};

static Thing make(const char *role) {
    Thing one = {{&d_table}, {&c_table}, {&p_table}, 1, NULL, role, 0};
    return one;
}

/* -- the door ---------------------------------------------------------------------------- */

static Thing door;

static HRESULT STDMETHODCALLTYPE f_query(IClassFactory *self, REFIID iid, void **out) {
    int ours = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IClassFactory);
    *out = ours ? self : NULL;
    return ours ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE f_count(IClassFactory *self) {
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE f_create(
    IClassFactory *self, IUnknown *outer, REFIID iid, void **out) {
    (void)self, (void)outer;
    return query(&door, iid, out);
}

static HRESULT STDMETHODCALLTYPE f_lock(IClassFactory *self, BOOL lock) {
    (void)self, (void)lock;
    return S_OK;
}

static IClassFactoryVtbl f_table = {f_query, f_count, f_count, f_create, f_lock};
static IClassFactory factory = {&f_table};

static void pump(DWORD milliseconds) {
    MSG message;
    MsgWaitForMultipleObjects(0, NULL, FALSE, milliseconds, QS_ALLINPUT);
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) DispatchMessageW(&message);
}

static void rest(DWORD milliseconds) {
    ULONGLONG until = GetTickCount64() + milliseconds;
    while (GetTickCount64() < until) pump(20);
}

/* Lives as long as its Outlook, or until it is told; takes its class back, which COM would go on
 * giving to others. */
static int be_door(const char *role, const char *ready, const char *stop, const char *outlook) {
    DWORD token;
    HANDLE until[2] = {
        OpenEventA(SYNCHRONIZE, FALSE, stop), OpenProcess(SYNCHRONIZE, FALSE, atoi(outlook))};
    CHECK(until[0] && until[1]);
    door = make(role);
    CHECK(SUCCEEDED(CoRegisterClassObject(
        &DOOR, (IUnknown *)&factory, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &token)));
    HANDLE told = OpenEventA(EVENT_MODIFY_STATE, FALSE, ready);
    CHECK(told);
    SetEvent(told);
    while (MsgWaitForMultipleObjects(2, until, FALSE, INFINITE, QS_ALLINPUT) == WAIT_OBJECT_0 + 2)
        pump(0);
    CoRevokeClassObject(token);
    return 0;
}

static HANDLE open_door(const char *role, HANDLE *stop) {
    char name[64], other[64], self[MAX_PATH], line[MAX_PATH + 200];
    DWORD outlook = GetCurrentProcessId();
    snprintf(name, sizeof name, "sceau-ready-%lu", outlook);
    snprintf(other, sizeof other, "sceau-stop-%lu", outlook);
    HANDLE ready = CreateEventA(NULL, TRUE, FALSE, name);
    *stop = CreateEventA(NULL, TRUE, FALSE, other);
    GetModuleFileNameA(NULL, self, sizeof self);
    snprintf(line, sizeof line, "\"%s\" door %s %s %s %lu", self, role, name, other, outlook);
    STARTUPINFOA how = {.cb = sizeof how};
    PROCESS_INFORMATION made;
    CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &how, &made));
    CHECK(WaitForSingleObject(ready, 30000) == WAIT_OBJECT_0);
    return made.hProcess;
}

/* -- Outlook ----------------------------------------------------------------------------- */

typedef struct Addin Addin;
struct Addin {
    struct {
        HRESULT(STDMETHODCALLTYPE *QueryInterface)(Addin *, REFIID, void **);
        ULONG(STDMETHODCALLTYPE *AddRef)(Addin *);
        ULONG(STDMETHODCALLTYPE *Release)(Addin *);
        void *dispatch[4];
        HRESULT(STDMETHODCALLTYPE *OnConnection)
        (Addin *, IDispatch *, int, IDispatch *, SAFEARRAY **);
        HRESULT(STDMETHODCALLTYPE *OnDisconnection)(Addin *, int, SAFEARRAY **);
        HRESULT(STDMETHODCALLTYPE *OnAddInsUpdate)(Addin *, SAFEARRAY **);
        HRESULT(STDMETHODCALLTYPE *OnStartupComplete)(Addin *, SAFEARRAY **);
        HRESULT(STDMETHODCALLTYPE *OnBeginShutdown)(Addin *, SAFEARRAY **);
    } const *table;
};

/* ItemSend(Item As Object, Cancel As Boolean): arguments last first. */
static HRESULT fire(IDispatch *sink, IDispatch *item, int by_reference, VARIANT_BOOL *cancel) {
    VARIANT given[2];
    DISPPARAMS params = {given, NULL, 2, 0};
    V_VT(&given[0]) = VT_BYREF | VT_BOOL;
    V_BOOLREF(&given[0]) = cancel;
    V_VT(&given[1]) = by_reference ? VT_BYREF | VT_DISPATCH : VT_DISPATCH;
    if (by_reference) V_DISPATCHREF(&given[1]) = &item;
    else V_DISPATCH(&given[1]) = item;
    return IDispatch_Invoke(
        sink, ITEM_SEND, &IID_NULL, 0, DISPATCH_METHOD, &params, NULL, NULL, NULL);
}

static void close_box(void) {
    HWND box = NULL;
    for (int tries = 0; !box && tries < 600; tries++) {
        pump(50);
        box = FindWindowW(L"#32770", L"Sceau");
    }
    CHECK(box);
    wchar_t text[500];
    CHECK(GetWindowTextW(GetDlgItem(box, 0xFFFF), text, 500) > 40);
    PostMessageW(box, WM_CLOSE, 0, 0);
    for (int tries = 0; IsWindow(box) && tries < 200; tries++) pump(50);
    CHECK(!IsWindow(box));
}

int main(int count, char **words) {
    CHECK(SUCCEEDED(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED)));
    if (count == 6 && !strcmp(words[1], "door"))
        return be_door(words[2], words[3], words[4], words[5]);
    CHECK(count == 3);
    const char *role = words[2];
    int go = !strcmp(role, "go"), quiet = go || !strcmp(role, "keep");
    HANDLE stop = NULL, other = strcmp(role, "missing") ? open_door(role, &stop) : NULL;

    HMODULE dll = LoadLibraryA(words[1]);
    CHECK(dll);
    HRESULT(WINAPI * get)(REFCLSID, REFIID, void **) = (void *)GetProcAddress(dll, "DllGetClassObject");
    HRESULT(WINAPI * can_unload)(void) = (void *)GetProcAddress(dll, "DllCanUnloadNow");
    CHECK(get && can_unload);
    IClassFactory *makes = NULL;
    CHECK(get(&DOOR, &IID_IClassFactory, (void **)&makes) == CLASS_E_CLASSNOTAVAILABLE);
    CHECK(get(&SHIM, &IID_IClassFactory, (void **)&makes) == S_OK);
    Addin *addin = NULL;
    CHECK(IClassFactory_CreateInstance(makes, NULL, &EXTENSIBILITY, (void **)&addin) == S_OK);
    CHECK(can_unload() == S_FALSE);

    Thing application = make("application"), item = make("item");
    SAFEARRAY *custom = NULL;
    CHECK(addin->table->OnConnection(addin, &application.dispatch, 1, NULL, &custom) == S_OK);
    CHECK(application.sink);
    CHECK(addin->table->OnAddInsUpdate(addin, &custom) == S_OK);
    CHECK(addin->table->OnStartupComplete(addin, &custom) == S_OK);
    rest(1000); /* nobody clicks before the door was told that Outlook has started */

    IDispatch *sink = application.sink;
    DISPPARAMS none = {NULL, NULL, 0, 0};
    CHECK(IDispatch_Invoke(sink, QUIT, &IID_NULL, 0, 1, &none, NULL, NULL, NULL) == S_OK);
    CHECK(FAILED(IDispatch_Invoke(sink, ITEM_SEND, &IID_NULL, 0, 1, &none, NULL, NULL, NULL)));
    for (int by_reference = 0; by_reference < 2; by_reference++) {
        VARIANT_BOOL cancel = VARIANT_FALSE;
        CHECK(fire(sink, &item.dispatch, by_reference, &cancel) == S_OK);
        CHECK(cancel == (go ? VARIANT_FALSE : VARIANT_TRUE));
        CHECK(item.asked == (quiet ? by_reference + 1 : 0));
        if (!quiet) close_box();
    }
    VARIANT_BOOL cancel = VARIANT_FALSE;
    CHECK(fire(sink, NULL, 0, &cancel) == S_OK); /* nothing to ask about: nothing leaves */
    CHECK(cancel == VARIANT_TRUE);
    close_box();

    CHECK(addin->table->OnBeginShutdown(addin, &custom) == S_OK);
    CHECK(addin->table->OnDisconnection(addin, 0, &custom) == S_OK);
    CHECK(!application.sink);
    CHECK(addin->table->Release(addin) == 0);
    IClassFactory_Release(makes);
    for (int tries = 0; can_unload() != S_OK && tries < 600; tries++) pump(50);
    CHECK(can_unload() == S_OK); /* threads ended, nothing leaked */
    CHECK(item.count == 1 && application.count == 1);
    CHECK(FreeLibrary(dll));
    if (other) {
        SetEvent(stop);
        CHECK(WaitForSingleObject(other, 30000) == WAIT_OBJECT_0);
    }
    printf("good, %d bits\n", (int)sizeof(void *) * 8);
    return 0;
}
