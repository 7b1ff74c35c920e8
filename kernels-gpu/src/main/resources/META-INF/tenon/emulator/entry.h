/* Stands before preprocessed kernels: makes an entry for each, found by the mark that they still carry. */
#define TN_GLOBAL
#define TN_ENTRY(NAME) \
    extern "C" __attribute__((visibility("default"))) void tn_call_##NAME(void** arguments) { TnKernel<decltype(&NAME)>::call(NAME, arguments); } \
    extern "C" __attribute__((visibility("default"))) TnKernel<decltype(&NAME)>::Signature tn_signature_##NAME; \
    TnKernel<decltype(&NAME)>::Signature tn_signature_##NAME;
#define TN_NAMES(TEXT) \
    extern "C" __attribute__((visibility("default"))) const char tn_kernels[]; \
    const char tn_kernels[] = TEXT;
