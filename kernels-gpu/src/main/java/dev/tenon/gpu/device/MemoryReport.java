package dev.tenon.gpu.device;

import dev.tenon.core.Device;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.memory.Pool;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what memory a device has and who holds it. */
final class MemoryReport {
    private static final int SHOWN = 5;

    private MemoryReport() {}

    static String outOfMemory(Device device, long bytes, DeviceMemory.Statistics memory, Driver driver) {
        var text = new StringBuilder("memory: " + size(bytes) + " asked for on " + device + ", which has " + size(driver.freeMemory())
            + " of " + size(driver.totalMemory()) + " left; this program holds " + size(memory.held()) + ", of which "
            + size(memory.inUse())
            + " is in use and " + size(memory.held() - memory.inUse()) + " waits in blocks too small");
        var holdings = Pool.of(device).holdings();
        if (!holdings.isEmpty()) {
            long tensors = holdings.stream().mapToLong(Pool.Holding::count).sum();
            text.append("\n  in use by ").append(tensors).append(" tensors, the largest: ").append(holdings.stream().limit(SHOWN)
                .map(holding -> holding.count() + " x " + size(holding.bytes())).collect(Collectors.joining(", ")));
        }
        return text.append("\n  try:   smaller batches, noGrad(...) or a scope around what is only looked at, or a smaller dtype")
            .toString();
    }

    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < 4) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, "KMGT".charAt(unit - 1) + "iB");
    }
}
