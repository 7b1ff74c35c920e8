/* As much of CUDA's libraries as the real driver calls, without a card: device memory is the host's, two kernels are played, and calls
   are checked as the real libraries check them. One source for all of them; each is built with the name and version of one. */
#include <cstdio>
#include <cstdlib>
#include <cstring>

typedef unsigned long long Address;
typedef long long Long;

namespace {

const size_t MEMORY = 1 << 28;
const int INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, NO_CONTEXT = 201, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700;
void* const CONTEXT = (void*) 0x1000;
void* const STREAM = (void*) 0x2000;

size_t used;
int fault;
thread_local void* current;

struct Function {
    char name[64];
    int shared;
};

int usable() { return fault != 0 ? fault : current == CONTEXT ? 0 : NO_CONTEXT; }

int usable(void* stream) { return usable() != 0 ? usable() : stream == STREAM ? 0 : INVALID_VALUE; }

int from_environment(const char* name, int otherwise) {
    const char* value = getenv(name);
    return value == nullptr ? otherwise : atoi(value);
}

/* C = alpha A B + beta C, column-major */
template <typename T>
void product(bool ta, bool tb, Long m, Long n, Long k, T alpha, const T* a, Long lda, const T* b, Long ldb, T beta, T* c, Long ldc) {
    for (Long i = 0; i < m; i++) {
        for (Long j = 0; j < n; j++) {
            T sum = 0;
            for (Long p = 0; p < k; p++) {
                sum += a[ta ? p + i * lda : i + p * lda] * b[tb ? j + p * ldb : p + j * ldb];
            }
            c[i + j * ldc] = alpha * sum + (beta == 0 ? 0 : beta * c[i + j * ldc]);
        }
    }
}

}

extern "C" {

/* ---- the driver ----------------------------------------------------------------------------------------------------------------------- */

int cuInit(unsigned) { return from_environment("FAKE_INIT", 0); }
/* NVRTC asks for it and does without. */
int cuGetExportTable(const void**, const void*) { return INVALID_VALUE; }
int cuDriverGetVersion(int* version) { *version = from_environment("FAKE_VERSION", 13000); return 0; }
int cuDeviceGetCount(int* count) { *count = from_environment("FAKE_COUNT", 1); return 0; }
int cuDeviceGet(int* device, int ordinal) { *device = ordinal; return 0; }
int cuDeviceGetName(char* name, int size, int) { snprintf(name, size, "Fake Card"); return 0; }
int cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = MEMORY; return 0; }
int cuDeviceGetAttribute(int* value, int which, int) {
    int capability = from_environment("FAKE_CAPABILITY", 90);
    *value = which == 75 ? capability / 10 : which == 76 ? capability % 10 : which == 16 ? 4 : which == 97 ? 200 << 10 : 0;
    return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int) { *context = CONTEXT; return 0; }
int cuCtxSetCurrent(void* context) { current = context; return fault; }
int cuStreamCreate(void** stream, unsigned flags) { *stream = STREAM; return flags == 1 ? usable() : INVALID_VALUE; }
int cuStreamSynchronize(void* stream) { return usable(stream); }
int cuStreamQuery(void* stream) { return usable(stream); }
int cuMemAlloc_v2(Address* address, size_t bytes) {
    if (usable() != 0 || bytes == 0 || used + bytes > MEMORY) {
        return usable() != 0 ? usable() : bytes == 0 ? INVALID_VALUE : OUT_OF_MEMORY;
    }
    used += bytes;
    *address = (Address) aligned_alloc(256, (bytes + 255) / 256 * 256);
    return 0;
}
int cuMemFree_v2(Address address) { free((void*) address); return usable(); }
int cuMemGetInfo_v2(size_t* unused, size_t* total) { *unused = MEMORY - used; *total = MEMORY; return usable(); }
int cuMemHostAlloc(void** memory, size_t bytes, unsigned) { *memory = malloc(bytes); return usable(); }
int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, void* stream) { memcpy((void*) to, from, bytes); return usable(stream); }
int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, void* stream) { memcpy(to, (void*) from, bytes); return usable(stream); }
int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, void* stream) { memcpy((void*) to, (void*) from, bytes); return usable(stream); }
int cuMemsetD8Async(Address to, unsigned char value, size_t bytes, void* stream) { memset((void*) to, value, bytes); return usable(stream); }
int cuModuleLoadData(void** module, const void* image) {
    *module = (void*) 0x3000;
    return memcmp(image, "\177ELF", 4) == 0 ? usable() : INVALID_IMAGE;
}
int cuModuleGetFunction(void** function, void*, const char* name) {
    if (strcmp(name, "copy_float32") != 0 && strcmp(name, "fault_float32") != 0) {
        return NOT_FOUND;
    }
    Function* made = (Function*) calloc(1, sizeof(Function));
    strcpy(made->name, name);
    made->shared = 48 << 10;
    *function = made;
    return usable();
}
int cuFuncSetAttribute(void* function, int which, int value) {
    ((Function*) function)->shared = value;
    return which == 8 ? usable() : INVALID_VALUE;
}
int cuLaunchKernel(void* function, unsigned, unsigned, unsigned, unsigned x, unsigned y, unsigned z, unsigned shared, void* stream,
    void** parameters, void** extra) {
    Function* kernel = (Function*) function;
    if (usable(stream) != 0 || x * y * z > 1024 || (int) shared > kernel->shared || extra != nullptr) {
        return usable(stream) != 0 ? usable(stream) : INVALID_VALUE;
    }
    if (strcmp(kernel->name, "copy_float32") == 0) {
        memcpy(*(float**) parameters[1], *(float**) parameters[0], sizeof(float) * *(Long*) parameters[2]);
    } else {
        fault = ILLEGAL_ADDRESS;
    }
    return 0;
}
int cuEventCreate(void** event, unsigned) { *event = malloc(1); return usable(); }
int cuEventRecord(void*, void* stream) { return usable(stream); }
int cuEventSynchronize(void*) { return usable(); }
int cuEventElapsedTime_v2(float* milliseconds, void*, void*) { *milliseconds = 1.5f; return usable(); }
int cuEventDestroy_v2(void* event) { free(event); return usable(); }
int cuGetErrorName(int error, const char** name) { *name = error == ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS" : "CUDA_ERROR"; return 0; }
int cuGetErrorString(int, const char** text) { *text = "what went wrong"; return 0; }

/* ---- the runtime ---------------------------------------------------------------------------------------------------------------------- */

int cudaRuntimeGetVersion(int* version) { *version = 13000; return 0; }

/* ---- NVRTC: what contains the word "wrong" does not compile ------------------------------------------------------------------------- */

int nvrtcVersion(int* major, int* minor) { *major = 13; *minor = 0; return 0; }
int nvrtcGetNumSupportedArchs(int* count) { *count = 3; return 0; }
int nvrtcGetSupportedArchs(int* architectures) { architectures[0] = 75; architectures[1] = 80; architectures[2] = 90; return 0; }
const char* nvrtcGetErrorString(int) { return "NVRTC_ERROR"; }
int nvrtcCreateProgram(void** program, const char* source, const char*, int, const char* const*, const char* const*) {
    *program = strdup(source);
    return 0;
}
int nvrtcCompileProgram(void* program, int count, const char* const* options) {
    return count != 3 || strcmp(options[0], "--gpu-architecture=sm_90") != 0 || strcmp(options[2], "--fmad=false") != 0 ? 5 : strstr((char*) program, "wrong") != nullptr ? 6 : 0;
}
int nvrtcGetProgramLogSize(void*, size_t* size) { *size = 12; return 0; }
int nvrtcGetProgramLog(void*, char* log) { strcpy(log, "line 1: no!"); return 0; }
int nvrtcGetCUBINSize(void*, size_t* size) { *size = 4; return 0; }
int nvrtcGetCUBIN(void*, char* code) { memcpy(code, "\177ELF", 4); return 0; }
int nvrtcDestroyProgram(void** program) { free(*program); return 0; }

/* ---- cuBLAS --------------------------------------------------------------------------------------------------------------------------- */

int cublasCreate_v2(void** handle) { *handle = (void*) 0x4000; return 0; }
int cublasSetStream_v2(void*, void* stream) { return stream == STREAM ? 0 : 7; }
int cublasSetWorkspace_v2(void*, void* memory, size_t bytes) { memset(memory, 0, bytes); return 0; }
int cublasSetMathMode(void*, int mode) { return mode == 0 || mode == 3 ? 0 : 7; }
int cublasGetProperty(int, int* value) { *value = 13; return 0; }
const char* cublasGetStatusName(int) { return "CUBLAS_STATUS"; }
const char* cublasGetStatusString(int) { return "what went wrong"; }
int cublasGemmStridedBatchedEx_64(void*, int ta, int tb, Long m, Long n, Long k, const void* alpha, const void* a, int type, Long lda, Long da,
    const void* b, int, Long ldb, Long db, const void* beta, void* c, int, Long ldc, Long dc, Long batch, int computing, int) {
    if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m || (type == 1) != (computing == 70) || type > 1) {
        return 7;
    }
    for (Long i = 0; i < batch; i++) {
        if (type == 0) {
            product(ta, tb, m, n, k, *(float*) alpha, (float*) a + i * da, lda, (float*) b + i * db, ldb, *(float*) beta, (float*) c + i * dc, ldc);
        } else {
            product(ta, tb, m, n, k, *(double*) alpha, (double*) a + i * da, lda, (double*) b + i * db, ldb, *(double*) beta,
                (double*) c + i * dc, ldc);
        }
    }
    return 0;
}
int cublasGemmStridedBatchedEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type, int lda, Long da,
    const void* b, int, int ldb, Long db, const void* beta, void* c, int, int ldc, Long dc, int batch, int computing, int algorithm) {
    return cublasGemmStridedBatchedEx_64(handle, ta, tb, m, n, k, alpha, a, type, lda, da, b, type, ldb, db, beta, c, type, ldc, dc, batch,
        computing, algorithm);
}
int cublasGemmEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type, int lda, const void* b, int,
    int ldb, const void* beta, void* c, int, int ldc, int computing, int algorithm) {
    return cublasGemmStridedBatchedEx_64(handle, ta, tb, m, n, k, alpha, a, type, lda, 0, b, type, ldb, 0, beta, c, type, ldc, 0, 1, computing,
        algorithm);
}

}
