// Linked into every test program that AddressSanitizer watches. An OpenGL driver is unloaded with its
// context, and what it keeps until the process ends would then be reported under "unknown module", where
// lsan.supp can name nothing. So no library is unloaded: https://github.com/google/sanitizers/issues/89
extern "C" int dlclose(void*);
extern "C" int dlclose(void* /*handle*/) { return 0; }
