package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;

/** The kernels of one device. Each unit is compiled, or taken from the disk, when one of its kernels is first asked for. */
final class KernelTable {
    /** What a block may have without asking. */
    private static final int PLAIN_SHARED = 48 << 10;

    private final CudaContext context;
    private final Nvrtc.Target target;
    private final int mostShared;
    private final Map<Source, Unit> units = new ConcurrentHashMap<>();
    private final List<Kernel> made = new ArrayList<>();
    /** As {@link #made}, to be read without a lock. A handle is a place in it, from 1 on: 0 is what callers keep who have none yet. */
    private volatile Kernel[] kernels = {};

    /**
     * For one card.
     *
     * @param mostShared bytes of shared memory that one block can have
     */
    KernelTable(CudaContext context, Nvrtc.Target target, int mostShared) {
        this.context = context;
        this.target = target;
        this.mostShared = mostShared;
    }

    /** A kernel of a loaded unit. */
    static final class Kernel {
        final CUfunc_st function = new CUfunc_st();
        private final String name;
        private volatile int shared = PLAIN_SHARED;

        Kernel(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    private record Unit(CUmod_st module, Map<String, Long> handles) {}

    long handle(Source source, String kernel) {
        var unit = units.get(source);
        if (unit == null) {
            unit = units.computeIfAbsent(source, this::load);
        }
        var module = unit.module;
        var handle = unit.handles.get(kernel);
        return handle != null ? handle : unit.handles.computeIfAbsent(kernel, name -> add(find(module, source, name)));
    }

    /** The kernel of a handle, allowed this many bytes of dynamic shared memory. */
    Kernel at(long handle, String operator, int shared) {
        var kernel = kernels[(int) handle - 1];
        if (shared > kernel.shared) {
            allow(kernel, operator, shared);
        }
        return kernel;
    }

    private synchronized long add(Kernel kernel) {
        made.add(kernel);
        kernels = made.toArray(Kernel[]::new);
        return made.size();
    }

    private Unit load(Source source) {
        var code = code(source, target, () -> Nvrtc.compile(source, target));
        var module = new CUmod_st();
        context.enter();
        try (var arena = Arena.ofConfined()) {
            var image = arena.allocate(code.length, Long.BYTES);
            MemorySegment.copy(MemorySegment.ofArray(code), 0, image, 0, code.length);
            context.errors().check(cudart.cuModuleLoadData(module, new Address().at(image.address())), source.name());
        }
        return new Unit(module, new ConcurrentHashMap<>());
    }

    /** The compiled unit from the disk; where it is not there, it is made and kept. */
    static byte[] code(Source source, Nvrtc.Target target, Supplier<byte[]> make) {
        var key = KernelCache.key("nvrtc", Nvrtc.version(), String.join(" ", target.options(source)), source.name(), source.text());
        return KernelCache.standard().bytes(key, target.cubin() ? ".cubin" : ".ptx", make);
    }

    private Kernel find(CUmod_st module, Source source, String name) {
        context.enter();
        var kernel = new Kernel(name);
        int result = cudart.cuModuleGetFunction(kernel.function, module, name);
        if (result == cudart.CUDA_ERROR_NOT_FOUND) {
            throw new DeviceException(source.name() + " for " + source.dtype() + " has no kernel " + name
                + "\n  try:   extern \"C\" __global__ void " + name + "(...) in this source");
        }
        context.errors().check(result, name);
        return kernel;
    }

    private void allow(Kernel kernel, String operator, int shared) {
        if (shared > mostShared) {
            throw new DeviceException(
                operator + ": the kernel " + kernel.name + " asks for " + shared + " bytes of shared memory for each block,"
                    + " and this card has " + mostShared + "\n  try:   a smaller size, or Device.CPU");
        }
        context.errors().check(cudart.cuFuncSetAttribute(kernel.function, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, shared),
            operator);
        kernel.shared = shared;
    }
}
