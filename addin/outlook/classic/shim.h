/* What the parts of the shim share. See shim.c. */

#ifndef SCEAU_SHIM_H
#define SCEAU_SHIM_H

#define COBJMACROS
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
#include <stddef.h>

/* Outlook and we read the same memory: 24 bytes a VARIANT with 64 bits and 16 with 32, its value
 * behind 8 bytes of kind and padding, and arguments by place (oaidl.h). */
_Static_assert(sizeof(VARIANT) == 8 + 2 * sizeof(void *), "VARIANT");
_Static_assert(offsetof(VARIANT, pboolVal) == 8, "the value of a VARIANT");
_Static_assert(sizeof(VARIANT_BOOL) == 2, "VARIANT_BOOL");
_Static_assert(sizeof(DISPPARAMS) == 2 * sizeof(void *) + 8, "DISPPARAMS");

/* The number of what shim and helper say to each other: the helper's must be at least ours. */
#define PROTOCOL 1

/* What the helper's object is asked, by number (hooks/outlook/door.py). */
enum { DO_PROTOCOL = 1, DO_ASK = 2, DO_WARM = 3, DO_QUIT = 4 };

/* What an ask may come to. Only GO lets a mail leave. */
enum { WAITING, GO, KEPT, MISSING_HELPER, OLD_HELPER, WRONG_HELPER, ABANDONED };

/* Milliseconds for the helper's program to start and to answer: it answers at once, and decides
 * nothing in that time. */
#define PATIENCE 15000

extern const CLSID CLSID_Shim;
extern const CLSID CLSID_Door;
extern const IID IID_Events;
extern const IID IID_Extensibility;

extern volatile LONG in_use; /* objects and threads that keep the DLL loaded */
extern HMODULE module;

BOOL same(REFIID one, REFIID other);
void *take(SIZE_T size);
void give_back(void *memory);

/* ask.c */
int ask(IDispatch *item, HWND window); /* in Outlook's thread: pumps its calls while it waits */
void tell_helper(int what);            /* returns at once */

/* say.c */
void say(int outcome, HWND window); /* returns at once */

/* sink.c */
IDispatch *make_sink(void);

/* addin.c */
HRESULT make_addin(REFIID iid, void **out);

#endif
