package dev.tenon.gpu.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.MissingKernelException;
import dev.tenon.memory.Scope;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Dispatch;
import org.junit.jupiter.api.Test;

class BrokenDeviceTest {
    private static final Device CPU = Device.CPU;

    /** An operator of a library that was built without kernels for a GPU. */
    private record Squareplus() implements Primitive {
        @Override
        public OpDescriptor descriptor() {
            return new OpDescriptor("squareplus", OpDescriptor.Kind.NATIVE, Squareplus.class, "input");
        }

        @Override
        public void infer(Inference call) {
            call.output(call.in(0).dtype(), call.in(0).shape().toArray());
        }
    }

    @Test
    void anOperatorWithoutAGpuKernelSaysSoAtItsCall() {
        Devices.add(new Gpu(84, new FakeDriver(64 << 20, false)));
        var x = Tenon.tensor(new double[] {1, 2}).to(new Device(Device.Kind.GPU, 84));
        assertThatThrownBy(() -> Dispatch.apply(new Squareplus(), null, x)).isInstanceOf(MissingKernelException.class)
            .hasMessageContainingAll("squareplus: there is no GPU kernel for it", "try:   to(cpu())");
    }

    @Test
    void aLateErrorNamesTheOperatorAndTheProgramGoesOn() {
        var driver = new FakeDriver(64 << 20, false);
        Devices.add(new Gpu(80, driver));
        var device = new Device(Device.Kind.GPU, 80);
        driver.breakAt("exp");
        try (var scope = Scope.open("a step on a device that breaks")) {
            var x = Tenon.tensor(new double[] {1, 2, 3}).to(device);
            var y = x.exp().add(1);
            assertThat(driver.launched).containsExactly("exp", "add");
            assertThatThrownBy(y::toDoubleArray).isInstanceOf(DeviceException.class).hasMessageContaining("exp: an illegal memory access");
            assertThatThrownBy(() -> x.to(CPU)).isInstanceOf(DeviceException.class);
        }
        assertThat(Tenon.tensor(new double[] {1, 2}).sum().item()).isEqualTo(3);
        Devices.add(new Gpu(81, new FakeDriver(64 << 20, false)));
        var other = new Device(Device.Kind.GPU, 81);
        assertThat(Tenon.tensor(new double[] {1, 2}).to(other).to(CPU).toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void mixedDevicesAreRefusedByNameWithAWayOut() {
        Devices.add(new Gpu(82, new FakeDriver(64 << 20, false)));
        var device = new Device(Device.Kind.GPU, 82);
        var here = Tenon.tensor(new double[] {1, 2});
        var there = here.to(device);
        assertThatThrownBy(() -> here.add(there)).isInstanceOf(DeviceException.class)
            .hasMessageContainingAll("add: all tensors must be on one device, got cpu and gpu:82", "try:   to(cpu) or to(gpu:82)");
        assertThatThrownBy(() -> there.matmul(here)).isInstanceOf(DeviceException.class).hasMessageContainingAll("gpu:82", "cpu", "try:");
        assertThat(there.add(2).device()).isEqualTo(device);
        assertThat(there.mul(0.5).add(1).device()).isEqualTo(device);
    }

    @Test
    void numbersBesideATensorCostNoCopy() {
        var driver = new FakeDriver(64 << 20, false);
        Devices.add(new Gpu(83, driver));
        var x = Tenon.tensor(new double[] {1, 2}).to(new Device(Device.Kind.GPU, 83));
        long before = Gpu.at(83).memory().statistics().allocations();
        x.add(2);
        assertThat(Gpu.at(83).memory().statistics().allocations() - before).isEqualTo(1);
    }
}
