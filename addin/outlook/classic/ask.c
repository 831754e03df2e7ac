/* The question to the helper, asked in a thread of its own: Outlook's thread must not hang in a call
 * to a program that may be silent. It waits no longer than PATIENCE and hears COM's calls while it
 * does (the helper looks at the item), but dispatches no input: nobody can close the message under
 * our feet.
 *
 * The helper answers at once: *go* only for the one item it has just been told to send, else *kept*,
 * and the window opens later, while Outlook is free. An answer that comes too late counts for
 * nothing. */

#include "shim.h"

typedef struct {
    volatile LONG owners; /* Outlook's thread and ours */
    volatile LONG outcome;
    IStream *item; /* marshalled for our thread */
    HANDLE answered;
    HWND window;
    int what;
} Ask;

/* One of us at a time has COM find the door: were it asked for twice while none runs, two could be
 * started, and a pass is good at one door only. */
static SRWLOCK finding = SRWLOCK_INIT;

static HRESULT find(IDispatch **door) {
    AcquireSRWLockExclusive(&finding);
    HRESULT told = CoCreateInstance(
        &CLSID_Door, NULL, CLSCTX_LOCAL_SERVER, &IID_IDispatch, (void **)door);
    ReleaseSRWLockExclusive(&finding);
    return told;
}

static void let_go(Ask *one) {
    if (InterlockedDecrement(&one->owners)) return;
    if (one->item) {
        CoReleaseMarshalData(one->item);
        IStream_Release(one->item);
    }
    if (one->answered) CloseHandle(one->answered);
    give_back(one);
}

static HRESULT call(IDispatch *door, DISPID what, VARIANT *given, UINT count, LONG *answer) {
    DISPPARAMS params = {given, NULL, count, 0};
    VARIANT result;
    VariantInit(&result);
    HRESULT told = IDispatch_Invoke(
        door, what, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params, &result, NULL, NULL);
    if (SUCCEEDED(told)) told = VariantChangeType(&result, &result, 0, VT_I4);
    if (SUCCEEDED(told)) *answer = V_I4(&result);
    VariantClear(&result);
    return told;
}

static int put(Ask *one, IDispatch *door) {
    LONG answer = 0;
    if (FAILED(call(door, DO_PROTOCOL, NULL, 0, &answer)) || answer < PROTOCOL) return OLD_HELPER;
    if (one->what != DO_ASK) {
        call(door, one->what, NULL, 0, &answer);
        return KEPT;
    }
    IDispatch *item = NULL;
    HRESULT told = CoGetInterfaceAndReleaseStream(one->item, &IID_IDispatch, (void **)&item);
    one->item = NULL;
    if (FAILED(told)) return WRONG_HELPER;
    CoAllowSetForegroundWindow((IUnknown *)door, NULL);
    VARIANT given[2]; /* last first */
    VariantInit(&given[0]);
    VariantInit(&given[1]);
    V_VT(&given[1]) = VT_DISPATCH;
    V_DISPATCH(&given[1]) = item;
    V_VT(&given[0]) = VT_I4;
    V_I4(&given[0]) = (LONG)(LONG_PTR)one->window; /* handles are 32 bits wide everywhere */
    told = call(door, DO_ASK, given, 2, &answer);
    IDispatch_Release(item);
    if (FAILED(told)) return WRONG_HELPER;
    return answer == 1 ? GO : KEPT;
}

static DWORD WINAPI work(void *given) {
    Ask *one = given;
    int outcome = MISSING_HELPER;
    if (SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED))) {
        IDispatch *door = NULL;
        if (SUCCEEDED(find(&door))) {
            outcome = put(one, door);
            IDispatch_Release(door);
        }
        CoUninitialize();
    }
    InterlockedCompareExchange(&one->outcome, outcome, WAITING);
    SetEvent(one->answered);
    let_go(one);
    HMODULE ours = module;
    InterlockedDecrement(&in_use);
    FreeLibraryAndExitThread(ours, 0);
}

/* Starts our thread with a hold on the DLL of its own, so that Outlook can unload us meanwhile. */
static BOOL begin(Ask *one) {
    HMODULE held = NULL;
    if (!GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(void *)work, &held))
        return FALSE;
    InterlockedIncrement(&in_use);
    InterlockedIncrement(&one->owners);
    HANDLE thread = CreateThread(NULL, 0, work, one, 0, NULL);
    if (!thread) {
        InterlockedDecrement(&one->owners);
        InterlockedDecrement(&in_use);
        FreeLibrary(held);
        return FALSE;
    }
    CloseHandle(thread);
    return TRUE;
}

static Ask *make(int what, HWND window) {
    Ask *one = take(sizeof *one);
    if (!one) return NULL;
    one->owners = 1;
    one->what = what;
    one->window = window;
    one->answered = CreateEventW(NULL, TRUE, FALSE, NULL);
    return one;
}

/* Waits while COM's calls are heard. */
static void wait(Ask *one) {
    ULONGLONG until = GetTickCount64() + PATIENCE;
    for (;;) {
        ULONGLONG now = GetTickCount64();
        if (now >= until) return;
        DWORD which = 0;
        HRESULT told =
            CoWaitForMultipleHandles(0, (DWORD)(until - now), 1, &one->answered, &which);
        if (told != RPC_S_CALLPENDING) return;
    }
}

int ask(IDispatch *item, HWND window) {
    Ask *one = make(DO_ASK, window);
    if (!one) return WRONG_HELPER;
    int outcome = WRONG_HELPER;
    if (one->answered &&
        SUCCEEDED(CoMarshalInterThreadInterfaceInStream(
            &IID_IDispatch, (IUnknown *)item, &one->item)) &&
        begin(one)) {
        wait(one);
        LONG there = InterlockedCompareExchange(&one->outcome, ABANDONED, WAITING);
        outcome = there == WAITING ? ABANDONED : there;
    }
    let_go(one);
    return outcome;
}

void tell_helper(int what) {
    Ask *one = make(what, NULL);
    if (!one) return;
    begin(one);
    let_go(one);
}
