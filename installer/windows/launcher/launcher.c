/*
 * Starts one of Sceau's Python modules with the Python that lies beside it.
 *
 * Built three times (see launchers.py): Sceau.exe without a console, sceau.com for the command line,
 * sceau-host.exe for Thunderbird. MODULE and PYTHON say which is which.
 *
 * What follows the program's own name is handed on letter by letter, so that nothing is quoted anew.
 * What it starts is in a job and ends with it; the helper, which must not, may leave that job.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include <windows.h>

#define LONGEST 32768 /* UTF-16 units: the longest path, and the longest command line, of Windows */
#define BEFORE L" -X utf8 -P -m " MODULE
#define DLL_NOT_FOUND 0xC0000135 /* how Windows ends a program that lacks a library (ntstatus.h) */
#define NO_PROGRAM 69 /* EX_UNAVAILABLE, as every command of Sceau says it */

static WCHAR python[LONGEST];
static WCHAR line[LONGEST];

/* What follows the program's name, by the rule that Windows itself splits a command line by. */
static const WCHAR *arguments(void) {
  const WCHAR *at = GetCommandLineW();
  BOOL quoted = FALSE;
  for (; *at && (quoted || (*at != L' ' && *at != L'\t')); at++)
    if (*at == L'"') quoted = !quoted;
  while (*at == L' ' || *at == L'\t') at++;
  return at;
}

#ifdef SPEAKS
static BOOL begins(const WCHAR *text, const WCHAR *with) {
  while (*with && *text == *with) text++, with++;
  return !*with;
}
#endif

/* French first, then English: nobody's language is known yet. An installer that mends a program cut
   half-way asks it to stop first: nobody may be there to close a box. */
static int give_up(void) {
#ifdef SPEAKS
  if (!begins(arguments(), L"helper stop"))
    MessageBoxW(NULL,
              L"Sceau est incomplet et n\x2019" L"a pas pu d\xE9marrer. R\xE9installez-le, ou demandez \xE0 votre service "
              L"informatique.\n\nSceau is incomplete and could not start. Install it again, or ask your IT department.",
              L"Sceau", MB_OK | MB_ICONWARNING);
#endif
  return NO_PROGRAM;
}

static BOOL beside(const WCHAR *name) {
  DWORD length = GetModuleFileNameW(NULL, python, LONGEST);
  if (!length || length >= LONGEST) return FALSE;
  while (length && python[length - 1] != L'\\') length--;
  if (length + lstrlenW(name) >= LONGEST) return FALSE;
  lstrcpyW(python + length, name);
  return GetFileAttributesW(python) != INVALID_FILE_ATTRIBUTES;
}

static BOOL compose(void) {
  const WCHAR *rest = arguments();
  if (lstrlenW(python) + lstrlenW(BEFORE) + lstrlenW(rest) + 5 > LONGEST) return FALSE;
  lstrcpyW(line, L"\"");
  lstrcatW(line, python);
  lstrcatW(line, L"\"" BEFORE L" ");
  lstrcatW(line, rest);
  return TRUE;
}

static HANDLE job(void) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  HANDLE made = CreateJobObjectW(NULL, NULL);
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_BREAKAWAY_OK;
  if (made) SetInformationJobObject(made, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return made;
}

int main(void) {
  STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION child;
  DWORD code = NO_PROGRAM;
  HANDLE together = job();

  /* Handed on to what is started: no box of Windows' own where a library of Python is missing. */
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  if (!beside(PYTHON) || !compose()) return give_up();
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  /* Whoever started us is in front, and so are we: what we start may bring a window there. */
  AllowSetForegroundWindow(ASFW_ANY);
  if (!CreateProcessW(python, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start, &child)) return give_up();
  if (together) AssignProcessToJobObject(together, child.hProcess);
  ResumeThread(child.hThread);
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &code);
  if (code == DLL_NOT_FOUND) return give_up();
  return (int)code;
}
