package dev.tenon.gpu.driver;

import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.jspecify.annotations.Nullable;

/** A card's primary context, which all libraries of the process share, and the one stream on which everything of Tenon is queued. */
final class CudaContext {
    private static final ThreadLocal<Caller> CALLERS = ThreadLocal.withInitial(Caller::new);

    private final CUctx_st context = new CUctx_st();
    private final CUstream_st stream = new CUstream_st();
    private final int device;
    private final CudaErrors errors;

    CudaContext(int device, CudaErrors errors) {
        this.device = device;
        this.errors = errors;
        errors.check(cudart.cuDevicePrimaryCtxRetain(context, device), "open");
        enter();
        errors.check(cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING), "open");
    }

    /** What a thread needs for its calls, kept so that a call allocates nothing. */
    static final class Caller {
        final Parameters parameters = new Parameters();
        private @Nullable CudaContext current;
    }

    int device() {
        return device;
    }

    CudaErrors errors() {
        return errors;
    }

    CUstream_st stream() {
        return stream;
    }

    /** Makes this the calling thread's context. A virtual thread may have changed its carrier, to which the context belongs. */
    Caller enter() {
        var caller = CALLERS.get();
        if (caller.current != this || Thread.currentThread().isVirtual()) {
            errors.check(cudart.cuCtxSetCurrent(context), "open");
            caller.current = this;
        }
        return caller;
    }

    /** Waits for everything queued. */
    void synchronize(String operator) {
        errors.check(cudart.cuStreamSynchronize(stream), operator);
    }
}
