package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * A card by NVIDIA's own libraries: the driver for memory, copies and launches, NVRTC for kernels, cuBLAS for products. With
 * {@code -Dtenon.gpu.blocking=true} every launch is waited for, so that an error is reported by the operator that made it.
 */
public final class CudaDriver implements Driver {
    private static final @Nullable PointerPointer<?> NO_EXTRAS = null;
    private static final double GIB = 1L << 30;

    private final CudaReport.Card card;
    private final CudaErrors errors;
    private final CudaContext context;
    private final KernelTable kernels;
    private final CudaBlas blas;
    private final Staging staging;
    private final boolean blocking = Boolean.getBoolean("tenon.gpu.blocking");

    private CudaDriver(CudaReport.Card card) {
        this.card = card;
        this.errors = new CudaErrors("gpu:" + card.index() + " (" + card.name() + ")", blocking);
        this.context = new CudaContext(CudaCards.device(card.ordinal()), errors);
        int shared = CudaCards.attribute(cudart.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, context.device());
        this.kernels = new KernelTable(context, Nvrtc.Target.of(card.capability(), Nvrtc.architectures()), shared);
        this.blas = new CudaBlas(context);
        this.staging = new Staging(context);
        blas.allowTf32(Boolean.getBoolean("tenon.gpu.tf32"));
    }

    /** How many cards can be used; 0 if something is missing, which {@link CudaReport#problem} names. */
    public static int count() {
        return CudaReport.inspect().cards().size();
    }

    /**
     * Opens a card.
     *
     * @throws DeviceException if there is none with this index; the message says what is missing
     */
    public static CudaDriver open(int index) {
        var report = CudaReport.inspect();
        if (!report.usable()) {
            throw new DeviceException("gpu:" + index + ": " + report.problem());
        }
        if (index < 0 || index >= report.cards().size()) {
            throw new DeviceException(
                "gpu:" + index + ": there is no such card\n  try:   gpu:0" + (report.cards().size() == 1 ? "" : " to gpu:"
                    + (report.cards().size() - 1)));
        }
        return new CudaDriver(report.cards().get(index));
    }

    @Override
    public String describe() {
        return card + ", CUDA " + CudaLibraries.dotted(CudaReport.inspect().driverVersion());
    }

    @Override
    public boolean isEmulated() {
        return false;
    }

    @Override
    public int multiprocessors() {
        return card.multiprocessors();
    }

    @Override
    public long totalMemory() {
        return card.memory();
    }

    @Override
    public long freeMemory() {
        errors.alive("freeMemory");
        context.enter();
        try (var arena = Arena.ofConfined()) {
            var free = arena.allocate(ValueLayout.JAVA_LONG);
            var total = arena.allocate(ValueLayout.JAVA_LONG);
            errors.check(cudart.cuMemGetInfo(size(free), size(total)), "freeMemory");
            return free.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static SizeTPointer size(MemorySegment place) {
        return new SizeTPointer(new Address().at(place.address()));
    }

    @Override
    public long allocate(long bytes) {
        errors.alive("allocate");
        context.enter();
        var address = new long[1];
        int result = cudart.cuMemAlloc(address, Math.max(bytes, 1));
        if (result == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new OutOfMemoryException(String.format(Locale.ROOT,
                "gpu:%d has no %.3f GiB of memory left: %.3f of its %.3f GiB are free,"
                    + " perhaps in smaller pieces\n  try:   smaller batches, or nvidia-smi to see what else uses the card",
                card.index(), bytes / GIB,
                freeMemory() / GIB, totalMemory() / GIB));
        }
        errors.check(result, "allocate");
        return address[0];
    }

    @Override
    public void free(long address) {
        // The memory of a failed device is gone already.
        if (!errors.dead()) {
            context.enter();
            context.synchronize("free");
            errors.check(cudart.cuMemFree(address), "free");
        }
    }

    @Override
    public void upload(long host, long device, long bytes) {
        if (bytes > 0) {
            errors.queue("upload");
            staging.upload(host, device, bytes);
        }
    }

    @Override
    public void download(long device, long host, long bytes) {
        errors.alive("download");
        if (bytes > 0) {
            staging.download(device, host, bytes);
        } else {
            context.enter();
            context.synchronize("download");
        }
    }

    @Override
    public void copy(long from, long to, long bytes) {
        if (bytes > 0) {
            errors.queue("copy");
            context.enter();
            errors.check(cudart.cuMemcpyDtoDAsync(to, from, bytes, context.stream()), "copy");
            settle("copy");
        }
    }

    @Override
    public void fill(long address, int value, long bytes) {
        if (bytes > 0) {
            errors.queue("fill");
            context.enter();
            errors.check(cudart.cuMemsetD8Async(address, (byte) value, bytes, context.stream()), "fill");
            settle("fill");
        }
    }

    @Override
    public long function(Source source, String kernel) {
        return kernels.handle(source, kernel);
    }

    @Override
    public void launch(String operator, long function, Dim grid, Dim block, int shared, Arguments arguments) {
        errors.queue(operator);
        var caller = context.enter();
        var kernel = kernels.at(function, operator, shared);
        int result = cudart.cuLaunchKernel(kernel.function, grid.x(), grid.y(), grid.z(), block.x(), block.y(), block.z(), shared,
            context.stream(), caller.parameters.at(arguments.pointers()), NO_EXTRAS);
        if (result != cudart.CUDA_SUCCESS) {
            throw errors.failure(result, operator,
                "kernel " + kernel.name() + ", grid " + grid + ", block " + block + ", shared memory " + shared);
        }
        settle(operator);
    }

    @Override
    public void gemm(String operator, Gemm gemm) {
        errors.queue(operator);
        blas.run(operator, gemm);
        settle(operator);
    }

    @Override
    public void allowTf32(boolean allowed) {
        blas.allowTf32(allowed);
    }

    @Override
    public long event() {
        errors.alive("event");
        context.enter();
        var event = new CUevent_st();
        errors.check(cudart.cuEventCreate(event, cudart.CU_EVENT_DEFAULT), "event");
        errors.check(cudart.cuEventRecord(event, context.stream()), "event");
        return event.address();
    }

    @Override
    public double milliseconds(long from, long to) {
        errors.alive("milliseconds");
        context.enter();
        errors.check(cudart.cuEventSynchronize(mark(to)), "milliseconds");
        var milliseconds = new float[1];
        errors.check(cudart.cuEventElapsedTime(milliseconds, mark(from), mark(to)), "milliseconds");
        return milliseconds[0];
    }

    @Override
    public void release(long event) {
        if (!errors.dead()) {
            context.enter();
            errors.check(cudart.cuEventDestroy(mark(event)), "release");
        }
    }

    private static CUevent_st mark(long event) {
        return new CUevent_st(new Address().at(event));
    }

    @Override
    public void synchronize() {
        errors.alive("synchronize");
        context.enter();
        context.synchronize("synchronize");
    }

    private void settle(String operator) {
        if (blocking) {
            context.synchronize(operator);
        }
    }
}
