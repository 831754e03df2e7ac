/* A stand-in for a mail program that answers Simple MAPI: it writes what it was given to the file
 * MAPI_TOLD names, one line a value (UTF-8), and answers what MAPI_ANSWER says. As strict as the
 * interface: a session, flags or a position it does not know are refused. */

#include <windows.h>
#include <mapi.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    ULONG reserved, flags, position;
    PWSTR path, name;
    PVOID type;
} FileW;

typedef struct {
    ULONG reserved;
    PWSTR subject, text, kind, received, conversation;
    FLAGS flags;
    PVOID originator;
    ULONG recipient_count;
    PVOID recipients;
    ULONG file_count;
    FileW *files;
} MessageW;

static void put(FILE *told, const wchar_t *text) {
    char held[4096];
    WideCharToMultiByte(CP_UTF8, 0, text ? text : L"", -1, held, sizeof held, NULL, NULL);
    fprintf(told, "%s\n", held);
}

__declspec(dllexport) ULONG WINAPI MAPISendMailW(
    LHANDLE session, ULONG_PTR window, MessageW *mail, FLAGS flags, ULONG reserved) {
    (void)window;
    if (session || reserved || flags != (MAPI_LOGON_UI | MAPI_DIALOG)) return MAPI_E_FAILURE;
    if (!mail || mail->reserved || mail->recipient_count || mail->recipients)
        return MAPI_E_INVALID_MESSAGE;
    FILE *told = fopen(getenv("MAPI_TOLD"), "wb");
    if (!told) return MAPI_E_FAILURE;
    for (ULONG place = 0; place < mail->file_count; place++) {
        FileW *one = mail->files + place;
        if (one->reserved || one->flags || one->position != (ULONG)-1 || !one->path) {
            fclose(told);
            return MAPI_E_ATTACHMENT_OPEN_FAILURE;
        }
        HANDLE file = CreateFileW(
            one->path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
        if (file == INVALID_HANDLE_VALUE) {
            fclose(told);
            return MAPI_E_ATTACHMENT_NOT_FOUND;
        }
        fprintf(told, "%lu\n", GetFileSize(file, NULL));
        CloseHandle(file);
        put(told, one->path);
        put(told, one->name);
    }
    fclose(told);
    const char *answer = getenv("MAPI_ANSWER");
    return answer ? strtoul(answer, NULL, 10) : SUCCESS_SUCCESS;
}
