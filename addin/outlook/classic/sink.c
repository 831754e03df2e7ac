/* Outlook's events: ItemSend (61442) and Quit (61447), as ApplicationEvents_11 numbers them. */

#include "shim.h"

enum { ITEM_SEND = 61442 };

typedef struct {
    IDispatch dispatch;
    volatile LONG count;
} Sink;

static HRESULT STDMETHODCALLTYPE query(IDispatch *self, REFIID iid, void **out) {
    if (!out) return E_POINTER;
    *out = NULL;
    if (!same(iid, &IID_IUnknown) && !same(iid, &IID_IDispatch) && !same(iid, &IID_Events))
        return E_NOINTERFACE;
    *out = self;
    InterlockedIncrement(&((Sink *)self)->count);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE add(IDispatch *self) {
    return InterlockedIncrement(&((Sink *)self)->count);
}

static ULONG STDMETHODCALLTYPE release(IDispatch *self) {
    LONG left = InterlockedDecrement(&((Sink *)self)->count);
    if (!left) {
        give_back(self);
        InterlockedDecrement(&in_use);
    }
    return left;
}

static HRESULT STDMETHODCALLTYPE info_count(IDispatch *self, UINT *count) {
    (void)self;
    if (!count) return E_POINTER;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE info(IDispatch *self, UINT which, LCID lcid, ITypeInfo **out) {
    (void)self, (void)which, (void)lcid;
    if (out) *out = NULL;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE ids(
    IDispatch *self, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *out) {
    (void)self, (void)iid, (void)names, (void)count, (void)lcid, (void)out;
    return DISP_E_UNKNOWNNAME;
}

/* Refuse first: whatever happens from here on, the mail stays. */
static void item_send(VARIANT *item, VARIANT *cancel) {
    VARIANT_BOOL *refused = cancel->pboolVal;
    *refused = VARIANT_TRUE;
    IDispatch *thing = NULL;
    if (V_VT(item) == VT_DISPATCH) thing = V_DISPATCH(item);
    else if (V_VT(item) == (VT_BYREF | VT_DISPATCH)) thing = *V_DISPATCHREF(item);
    HWND window = GetForegroundWindow();
    DWORD owner = 0;
    if (window) GetWindowThreadProcessId(window, &owner);
    if (owner != GetCurrentProcessId()) window = NULL;
    int outcome = thing ? ask(thing, window) : WRONG_HELPER;
    if (outcome == GO) *refused = VARIANT_FALSE;
    else if (outcome != KEPT) say(outcome, window);
}

static HRESULT STDMETHODCALLTYPE invoke(
    IDispatch *self, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *given,
    VARIANT *result, EXCEPINFO *exception, UINT *wrong) {
    (void)self, (void)iid, (void)lcid, (void)flags, (void)result, (void)exception, (void)wrong;
    if (id != ITEM_SEND) return S_OK; /* an event we do not need */
    /* arguments come last first */
    if (!given || given->cArgs != 2 || V_VT(&given->rgvarg[0]) != (VT_BYREF | VT_BOOL))
        return E_INVALIDARG;
    IDispatch_AddRef(self); /* Outlook may let go of us while we wait */
    item_send(&given->rgvarg[1], &given->rgvarg[0]);
    IDispatch_Release(self);
    return S_OK;
}

static IDispatchVtbl table = {query, add, release, info_count, info, ids, invoke};

IDispatch *make_sink(void) {
    Sink *made = take(sizeof *made);
    if (!made) return NULL;
    made->dispatch.lpVtbl = &table;
    made->count = 1;
    InterlockedIncrement(&in_use);
    return &made->dispatch;
}
