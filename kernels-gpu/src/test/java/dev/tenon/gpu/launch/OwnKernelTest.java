package dev.tenon.gpu.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.TestedDevice;
import dev.tenon.gpu.device.Gpu;
import dev.tenon.ops.Relu;
import dev.tenon.spi.UncheckedCall;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A kernel with a CUDA source of its own, as a library outside Tenon has it, and what becomes of the mistakes in one. */
class OwnKernelTest {
    private static final Device GPU = new Device(Device.Kind.GPU, 0);
    private static final float[] X = {1, 2, 3, 4, 5, 6};

    private final Region x = region(2, 3);
    private final Region turned = Region.of(x, new long[] {3, 2}, new long[] {1, 3}, 0);
    private final Region y = region(3, 2);

    @BeforeAll
    static void choose() {
        TestedDevice.choose();
    }

    private static Region region(long... sizes) {
        return Region.dense(GPU, DType.FLOAT32, Gpu.at(0).memory().take(4L * X.length), sizes);
    }

    /** What is in y when the kernel has run on these operands. */
    private float[] run(UncheckedOperand input, Consumer<GpuCall> kernel) {
        var driver = Gpu.at(0).driver();
        try (var arena = Arena.ofConfined()) {
            var host = arena.allocateFrom(ValueLayout.JAVA_FLOAT, X);
            driver.upload(host.address(), x.address(), host.byteSize());
            new GpuKernel<Relu>() {
                @Override
                protected void run(Relu op, GpuCall call) {
                    kernel.accept(call);
                }
            }.run(new Relu(), UncheckedCall.of(new UncheckedOperand[] {input}, new UncheckedOperand[] {y}, DType.FLOAT32));
            driver.download(y.address(), host.address(), host.byteSize());
            return host.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static Launch own(GpuCall call) {
        return call.launch(OwnKernelTest.class, "own", DType.FLOAT32);
    }

    @Test
    void itsSourceAndHeadersLieInThePackageOfTheKernel() {
        assertThat(run(x, call -> own(call).in(call.in(0)).in(call.out(0)).i64(6).over(6))).containsExactly(2, 4, 6, 8, 10, 12);
    }

    @Test
    void aCopyOfAStridedOperandIsMadeWhileTheLaunchIsPutTogether() {
        assertThat(run(turned, call -> own(call).in(call.dense(0)).in(call.out(0)).i64(6).over(6))).containsExactly(2, 8, 4, 10, 6, 12);
    }

    @Test
    void aLaunchThatIsGivenUpLeavesNothingToTheNext() {
        assertThat(run(x, call -> {
            own(call).in(call.in(0)).i32(1);
            own(call).in(call.in(0)).in(call.out(0)).i64(6).over(6);
        })).containsExactly(2, 4, 6, 8, 10, 12);
    }

    @Test
    void theCompilersMessageNamesFileAndLine() {
        assertThatThrownBy(() -> run(x, call -> call.launch(OwnKernelTest.class, "wrong", DType.FLOAT32).in(call.out(0)).over(1)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("dev/tenon/gpu/launch/wrong.cu:4").hasMessageContaining("unknown");
    }

    @Test
    void aSourceOrAKernelThatIsNotThereIsNamedWithItsPlace() {
        assertThatThrownBy(() -> run(x, call -> call.launch(OwnKernelTest.class, "none", DType.FLOAT32)))
            .hasMessageContaining("src/main/resources/META-INF/tenon/cuda/dev/tenon/gpu/launch/none.cu");
        assertThatThrownBy(() -> run(x, call -> call.launch(OwnKernelTest.class, "own", DType.FLOAT64))).hasMessageContaining("own_float64")
            .hasMessageContaining("extern \"C\" __global__");
    }

    @Test
    void argumentsThatAreNotTheKernelsAreRefused() {
        assumeTrue(Gpu.at(0).driver().isEmulated());
        assertThatThrownBy(() -> run(x, call -> own(call).in(call.in(0)).in(call.out(0)).over(6)))
            .hasMessageContaining("takes 3 arguments, got 2");
        assertThatThrownBy(() -> run(x, call -> own(call).in(call.in(0)).in(call.out(0)).i32(6).over(6)))
            .hasMessageContaining("takes 8 bytes as argument 2, got 4");
        assertThatThrownBy(() -> run(x, call -> {
            var launch = own(call).in(call.in(0)).in(call.out(0)).i64(6);
            launch.over(6);
            launch.over(6);
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("queued before");
    }

    @Test
    void anElementThatIsLeftOutIsNamed() {
        assumeTrue(Gpu.at(0).driver().isEmulated());
        assertThatThrownBy(() -> run(x, call -> own(call).in(call.in(0)).in(call.out(0)).i64(4).over(4)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("relu: the kernel leaves element 4 of result 0 unwritten");
    }

    @Test
    void aWrongIndexIsAnErrorAndNotTheEndOfTheProcess() {
        assumeTrue(Gpu.at(0).driver().isEmulated());
        assertThatThrownBy(() -> run(x, call -> own(call).in(call.in(0)).in(call.out(0)).i64(7).over(7)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("relu");
        assertThatThrownBy(() -> run(x, call -> own(call).pointer(0).in(call.out(0)).i64(6).over(6)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("relu").hasMessageContaining("memory that is not there");
    }
}
