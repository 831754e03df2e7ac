/* The add-in as Office loads it: IDTExtensibility2 (a dual interface; Office calls it by its
 * table). */

#include "shim.h"

typedef struct Addin Addin;

typedef struct {
    HRESULT(STDMETHODCALLTYPE *QueryInterface)(Addin *, REFIID, void **);
    ULONG(STDMETHODCALLTYPE *AddRef)(Addin *);
    ULONG(STDMETHODCALLTYPE *Release)(Addin *);
    HRESULT(STDMETHODCALLTYPE *GetTypeInfoCount)(Addin *, UINT *);
    HRESULT(STDMETHODCALLTYPE *GetTypeInfo)(Addin *, UINT, LCID, ITypeInfo **);
    HRESULT(STDMETHODCALLTYPE *GetIDsOfNames)(Addin *, REFIID, LPOLESTR *, UINT, LCID, DISPID *);
    HRESULT(STDMETHODCALLTYPE *Invoke)
    (Addin *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *);
    HRESULT(STDMETHODCALLTYPE *OnConnection)(Addin *, IDispatch *, int, IDispatch *, SAFEARRAY **);
    HRESULT(STDMETHODCALLTYPE *OnDisconnection)(Addin *, int, SAFEARRAY **);
    HRESULT(STDMETHODCALLTYPE *OnAddInsUpdate)(Addin *, SAFEARRAY **);
    HRESULT(STDMETHODCALLTYPE *OnStartupComplete)(Addin *, SAFEARRAY **);
    HRESULT(STDMETHODCALLTYPE *OnBeginShutdown)(Addin *, SAFEARRAY **);
} AddinTable;

/* The three of IUnknown, the four of IDispatch, and five: Office calls them by their place. */
_Static_assert(sizeof(AddinTable) == 12 * sizeof(void *), "IDTExtensibility2");
_Static_assert(offsetof(AddinTable, OnConnection) == 7 * sizeof(void *), "OnConnection");

struct Addin {
    const AddinTable *table;
    volatile LONG count;
    IConnectionPoint *events;
    DWORD advised;
};

static HRESULT STDMETHODCALLTYPE query(Addin *self, REFIID iid, void **out) {
    if (!out) return E_POINTER;
    *out = NULL;
    if (!same(iid, &IID_IUnknown) && !same(iid, &IID_IDispatch) && !same(iid, &IID_Extensibility))
        return E_NOINTERFACE;
    *out = self;
    InterlockedIncrement(&self->count);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE add(Addin *self) { return InterlockedIncrement(&self->count); }

static void disconnect(Addin *self) {
    if (!self->events) return;
    IConnectionPoint_Unadvise(self->events, self->advised);
    IConnectionPoint_Release(self->events);
    self->events = NULL;
}

static ULONG STDMETHODCALLTYPE release(Addin *self) {
    LONG left = InterlockedDecrement(&self->count);
    if (!left) {
        disconnect(self);
        give_back(self);
        InterlockedDecrement(&in_use);
    }
    return left;
}

static HRESULT STDMETHODCALLTYPE info_count(Addin *self, UINT *count) {
    (void)self;
    if (!count) return E_POINTER;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE info(Addin *self, UINT which, LCID lcid, ITypeInfo **out) {
    (void)self, (void)which, (void)lcid;
    if (out) *out = NULL;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE ids(
    Addin *self, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *out) {
    (void)self, (void)iid, (void)names, (void)count, (void)lcid, (void)out;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT STDMETHODCALLTYPE invoke(
    Addin *self, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *given, VARIANT *result,
    EXCEPINFO *exception, UINT *wrong) {
    (void)self, (void)id, (void)iid, (void)lcid, (void)flags, (void)given, (void)result;
    (void)exception, (void)wrong;
    return DISP_E_MEMBERNOTFOUND;
}

/* Where the events cannot be had the add-in fails to load, which Outlook shows in its list of
 * add-ins and `sceau doctor` tells: it must not look active while it is not. */
static HRESULT STDMETHODCALLTYPE on_connection(
    Addin *self, IDispatch *application, int mode, IDispatch *addin, SAFEARRAY **custom) {
    (void)mode, (void)addin, (void)custom;
    if (!application) return E_POINTER;
    disconnect(self);
    IConnectionPointContainer *points = NULL;
    HRESULT told =
        IDispatch_QueryInterface(application, &IID_IConnectionPointContainer, (void **)&points);
    if (FAILED(told)) return told;
    IConnectionPoint *events = NULL;
    told = IConnectionPointContainer_FindConnectionPoint(points, &IID_Events, &events);
    IConnectionPointContainer_Release(points);
    if (FAILED(told)) return told;
    IDispatch *sink = make_sink();
    told = sink ? IConnectionPoint_Advise(events, (IUnknown *)sink, &self->advised) : E_OUTOFMEMORY;
    if (sink) IDispatch_Release(sink);
    if (FAILED(told)) {
        IConnectionPoint_Release(events);
        return told;
    }
    self->events = events;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE on_disconnection(Addin *self, int mode, SAFEARRAY **custom) {
    (void)mode, (void)custom;
    disconnect(self);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE on_update(Addin *self, SAFEARRAY **custom) {
    (void)self, (void)custom;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE on_startup(Addin *self, SAFEARRAY **custom) {
    (void)self, (void)custom;
    tell_helper(DO_WARM);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE on_shutdown(Addin *self, SAFEARRAY **custom) {
    (void)self, (void)custom;
    tell_helper(DO_QUIT);
    return S_OK;
}

static const AddinTable table = {
    query,         add,              release,   info_count, info,        ids, invoke,
    on_connection, on_disconnection, on_update, on_startup, on_shutdown,
};

HRESULT make_addin(REFIID iid, void **out) {
    Addin *made = take(sizeof *made);
    if (!made) return E_OUTOFMEMORY;
    made->table = &table;
    made->count = 1;
    InterlockedIncrement(&in_use);
    HRESULT told = query(made, iid, out);
    release(made);
    return told;
}
