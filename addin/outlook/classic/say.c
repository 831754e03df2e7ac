/* The sentence, where there is nobody to ask: in French where Windows speaks it, else in English.
 * It is shown by a thread of its own; Outlook goes on. */

#include "shim.h"
#include "words.h"

typedef struct {
    const wchar_t *text;
    HWND window;
} Said;

static volatile LONG showing; /* one at a time: ten refused mails are told once */

static DWORD WINAPI show(void *given) {
    Said said = *(Said *)given;
    give_back(given);
    UINT looks = MB_OK | MB_ICONWARNING | MB_SETFOREGROUND | MB_TOPMOST;
    MessageBoxW(said.window, said.text, L"Sceau", looks);
    InterlockedExchange(&showing, 0);
    HMODULE ours = module;
    InterlockedDecrement(&in_use);
    FreeLibraryAndExitThread(ours, 0);
}

static const wchar_t *sentence(int outcome) {
    int language = PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_FRENCH ? 0 : 1;
    switch (outcome) {
    case MISSING_HELPER: return MISSING[language];
    case OLD_HELPER: return OLD[language];
    case ABANDONED: return SILENT[language];
    default: return WRONG[language];
    }
}

void say(int outcome, HWND window) {
    if (InterlockedExchange(&showing, 1)) return;
    Said *said = take(sizeof *said);
    HMODULE held = NULL;
    HANDLE thread = NULL;
    if (said && GetModuleHandleExW(
                    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(void *)show, &held)) {
        said->text = sentence(outcome);
        said->window = window;
        InterlockedIncrement(&in_use);
        thread = CreateThread(NULL, 0, show, said, 0, NULL);
        if (!thread) {
            InterlockedDecrement(&in_use);
            FreeLibrary(held);
        }
    }
    if (thread) {
        CloseHandle(thread);
    } else {
        if (said) give_back(said);
        InterlockedExchange(&showing, 0);
    }
}
