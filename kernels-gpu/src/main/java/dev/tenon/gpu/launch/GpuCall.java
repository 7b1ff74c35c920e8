package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.Operand;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.device.Gpu;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.driver.Source;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One run of one operator on one device: its operands, memory for temporaries, and launches that carry the operator's name.
 * Temporaries go back when the call is closed, which is before they are used: the device does everything in order.
 */
public final class GpuCall implements AutoCloseable {
    private final String operator;
    private final KernelCall call;
    private final Device device;
    private final Gpu gpu;
    /** Address and size in turn. */
    private long @Nullable [] temporaries;
    private int count;

    private GpuCall(String operator, KernelCall call, Device device) {
        this.operator = operator;
        this.call = call;
        this.device = device;
        this.gpu = Gpu.at(device.index());
    }

    static GpuCall of(Op op, KernelCall call) {
        return new GpuCall(op.descriptor().name(), call, deviceOf(call));
    }

    private static Device deviceOf(KernelCall call) {
        if (call.outputs() > 0) {
            return call.out(0).device();
        }
        for (int i = 0; i < call.inputs(); i++) {
            if (call.has(i) && call.in(i).device().kind() == Device.Kind.GPU) {
                return call.in(i).device();
            }
        }
        throw new IllegalStateException("no operand is on a GPU");
    }

    // ---- operands -------------------------------------------------------------------------------------------------------

    /** What the operator's own view of its operands is made of. */
    public KernelCall operands() {
        return call;
    }

    public int inputs() {
        return call.inputs();
    }

    public int outputs() {
        return call.outputs();
    }

    public boolean has(int i) {
        return call.has(i);
    }

    public UncheckedOperand in(int i) {
        return call.in(i);
    }

    public UncheckedOperand out(int i) {
        return call.out(i);
    }

    /** The dtype the inputs are promoted to. */
    public DType compute() {
        return call.compute();
    }

    /** Input {@code i}, row-major; copied first if it does not lie so. */
    public UncheckedOperand dense(int i) {
        return dense(call.in(i), call.in(i).dtype());
    }

    /** Input {@code i}, row-major and of this dtype; copied or converted first if need be. */
    public UncheckedOperand dense(int i, DType dtype) {
        return dense(call.in(i), dtype);
    }

    /** The operand, row-major; copied first if it does not lie so. */
    public UncheckedOperand dense(UncheckedOperand operand) {
        return dense(operand, operand.dtype());
    }

    /** The address of a row-major copy of this dtype, or of the operand itself; 0 where it was not given. */
    public long addressOrZero(@Nullable UncheckedOperand operand, DType dtype) {
        return operand == null ? 0 : dense(operand, dtype).address();
    }

    /** The operand, row-major and of this dtype; copied or converted first if need be. */
    public UncheckedOperand dense(UncheckedOperand operand, DType dtype) {
        if (operand.isContiguous() && operand.dtype() == dtype) {
            return operand;
        }
        var copy = region(dtype, operand.sizes());
        Copies.copy(this, operand, copy);
        return copy;
    }

    // ---- memory -----------------------------------------------------------------------------------------------------------

    /** Uninitialised memory until the end of this call. */
    public long temporary(long bytes) {
        long address = gpu.memory().take(bytes);
        if (temporaries == null) {
            temporaries = new long[8];
        } else if (count == temporaries.length) {
            temporaries = Arrays.copyOf(temporaries, 2 * count);
        }
        temporaries[count++] = address;
        temporaries[count++] = bytes;
        return address;
    }

    /** An uninitialised row-major temporary. */
    public Region region(DType dtype, long... sizes) {
        var region = Region.dense(device, dtype, 0, sizes);
        return new Region(device, dtype, temporary(region.numel() * dtype.bytes()), sizes, region.strides());
    }

    // ---- work -------------------------------------------------------------------------------------------------------------

    public Driver driver() {
        return gpu.driver();
    }

    public Device device() {
        return device;
    }

    public String operator() {
        return operator;
    }

    /** A launch of the hand-written kernel {@code kernel_dtype} of {@code kernels/file.cu}; the file is named with its topic, {@code sort/search}. */
    public Launch launch(String file, String kernel, DType dtype) {
        return launch(GpuCall.class, "kernels/" + file + ".cu", kernel + "_" + dtype, dtype);
    }

    /**
     * A launch of the kernel {@code kernel_dtype} of a library's own source {@code META-INF/tenon/cuda/PACKAGE/kernel.cu}, a resource of the package
     * that {@code owner} is in: {@code com/example/ops/causal_mean.cu}.
     */
    public Launch launch(Class<?> owner, String kernel, DType dtype) {
        return launch(owner, owner.getPackageName().replace('.', '/') + '/' + kernel + ".cu", kernel + '_' + dtype, dtype);
    }

    /** A launch of a kernel of the source of this name below {@code META-INF/tenon/cuda} among the resources that {@code owner} comes with. */
    public Launch launch(Class<?> owner, String source, String kernel, DType dtype) {
        var driver = gpu.driver();
        return new Launch(operator, driver, driver.function(Source.of(owner, source, dtype), kernel));
    }

    /** Where kernels of this device note an index that is out of range: a {@code TnError*}. */
    public long errorFlag() {
        return gpu.errors().arm();
    }

    /** What a kernel calls this operator in an error. */
    public int errorNumber() {
        return gpu.errors().number(operator);
    }

    public void gemm(Gemm gemm) {
        gpu.driver().gemm(operator, gemm);
    }

    /** Writes zeros. */
    public void zero(UncheckedOperand dense) {
        if (dense.numel() > 0) {
            gpu.driver().fill(dense.address(), 0, dense.numel() * dense.dtype().bytes());
        }
    }

    /** On an emulated device, finds what the kernel left undone; nothing on a real one. */
    void check() {
        for (int i = 0; i < call.outputs(); i++) {
            long place = unwritten(call.out(i));
            if (place >= 0 && !hasUnwrittenInput()) {
                throw new DeviceException(operator + ": the kernel leaves element " + place + " of result " + i + " unwritten, of "
                    + Operand.describe(call.out(i)) + "\n  try:   a launch over all elements of every result");
            }
        }
    }

    /** Elements that nobody wrote may be copied, as those of {@code empty()}. */
    private boolean hasUnwrittenInput() {
        for (int i = 0; i < call.inputs(); i++) {
            if (call.has(i) && unwritten(call.in(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private long unwritten(UncheckedOperand operand) {
        boolean isHere = operand.device().equals(device) && operand.isContiguous();
        return isHere ? gpu.driver().unwritten(operand.address(), operand.numel(), operand.dtype().bytes()) : -1;
    }

    @Override
    public void close() {
        var taken = temporaries;
        for (int i = 0; taken != null && i < count; i += 2) {
            gpu.memory().giveBack(taken[i], taken[i + 1]);
        }
    }
}
