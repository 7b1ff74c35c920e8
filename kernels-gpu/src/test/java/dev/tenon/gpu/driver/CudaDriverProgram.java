package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import dev.tenon.core.TenonException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Calls the real driver in every way and prints what comes of it, line by line. */
final class CudaDriverProgram {
    private static final Source SOURCE = new Source("copy.cu", DType.FLOAT32, """
        extern "C" __global__ void copy_float32(const float* from, float* to, long long n) {
            long long threads = blockDim.x * blockDim.y;
            for (long long i = blockIdx.x * threads + threadIdx.y * blockDim.x + threadIdx.x; i < n; i += gridDim.x * threads) {
                to[i] = from[i];
            }
        }

        extern "C" __global__ void fault_float32() {
            *(volatile int*) 8 = 1;
        }
        """);

    private final CudaDriver driver = CudaDriver.open(0);
    private final Arena arena = Arena.global();

    private CudaDriverProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(CudaReport.inspect().text());
        if (CudaDriver.count() > 0) {
            new CudaDriverProgram().run();
        }
    }

    private void run() throws InterruptedException {
        System.out.println("describe " + driver.describe());
        System.out.println("memory " + driver.freeMemory() + " of " + driver.totalMemory());
        for (long bytes : new long[] {1, 4096, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 50_000_000}) {
            System.out.println("round trip of " + bytes + ": " + roundTrip(bytes));
        }
        System.out.println("many small: " + manySmall());
        System.out.println("launch: " + launch(0));
        System.out.println("launch with much shared memory: " + launch(100 << 10));
        var other = new Thread(() -> System.out.println("launch by another thread: " + launch(0)));
        other.start();
        other.join();
        System.out.println("all by virtual threads: " + byVirtualThreads());
        System.out.println("no handle is 0: " + (driver.function(SOURCE, "copy_float32") != 0));
        System.out.println("products: " + products());
        System.out.println("milliseconds " + milliseconds());
        failures();
    }

    private boolean roundTrip(long bytes) {
        var from = arena.allocate(bytes);
        var to = arena.allocate(bytes);
        var random = new Random(bytes);
        for (long i = 0; i < bytes; i += 97) {
            from.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        long device = driver.allocate(bytes);
        long second = driver.allocate(bytes);
        driver.fill(device, 7, bytes);
        driver.upload(from.address(), device, bytes);
        driver.copy(device, second, bytes);
        driver.download(second, to.address(), bytes);
        driver.free(device);
        driver.free(second);
        return from.mismatch(to) < 0;
    }

    /** More bytes than the pinned memory holds, in pieces that do not divide it. */
    private boolean manySmall() {
        int count = 400_000;
        long device = driver.allocate(8L * count);
        var value = arena.allocate(ValueLayout.JAVA_LONG);
        for (int i = 0; i < count; i++) {
            value.set(ValueLayout.JAVA_LONG, 0, 31L * i);
            driver.upload(value.address(), device + 8L * i, 8);
        }
        var back = arena.allocate(ValueLayout.JAVA_LONG, count);
        driver.download(device, back.address(), back.byteSize());
        boolean same = true;
        for (int i = 0; i < count; i++) {
            same &= back.getAtIndex(ValueLayout.JAVA_LONG, i) == 31L * i;
        }
        return same;
    }

    private boolean launch(int shared) {
        var values = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
        long from = driver.allocate(12);
        long to = driver.allocate(12);
        driver.upload(values.address(), from, 12);
        driver.launch("copy", driver.function(SOURCE, "copy_float32"), Dim.of(2), Dim.of(32, 2), shared,
            Arguments.begin().pointer(from).pointer(to).i64(3));
        var back = arena.allocate(12);
        driver.download(to, back.address(), 12);
        return back.mismatch(values) < 0;
    }

    /** Each waits for locks of the others and goes on where it may, on whichever carrier. */
    private boolean byVirtualThreads() throws InterruptedException {
        var right = new AtomicInteger();
        var threads = IntStream.range(0, 8).mapToObj(i -> Thread.startVirtualThread(() -> {
            if (roundTrip(5_000_000 + i) && launch(0) && product(DType.FLOAT32, false, false, 1)) {
                right.incrementAndGet();
            }
        })).toList();
        for (var thread : threads) {
            thread.join();
        }
        return right.get() == threads.size();
    }

    private double milliseconds() {
        long from = driver.event();
        long to = driver.event();
        double between = driver.milliseconds(from, to);
        driver.release(from);
        driver.release(to);
        return between;
    }

    /** Every way to transpose, alone and in a batch, with leading sizes beyond the matrix. */
    private boolean products() {
        boolean right = true;
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (int way = 0; way < 8; way++) {
                right &= product(dtype, (way & 1) != 0, (way & 2) != 0, (way & 4) != 0 ? 3 : 1);
            }
        }
        driver.allowTf32(true);
        return right;
    }

    private boolean product(DType dtype, boolean ta, boolean tb, int batch) {
        int m = 3;
        int n = 5;
        int k = 4;
        long a = matrix(dtype, batch * 20, 0.5);
        long b = matrix(dtype, batch * 30, -0.25);
        long c = matrix(dtype, batch * 24, 1);
        long lda = ta ? m + 1 : k + 1;
        long ldb = tb ? k + 1 : n + 1;
        driver.gemm("matmul", new Gemm(dtype, ta, tb, m, n, k, 2, a, lda, 20, b, ldb, 30, 3, c, 6, 24, batch));
        var found = arena.allocate((long) batch * 24 * dtype.bytes(), 8);
        driver.download(c, found.address(), found.byteSize());
        boolean right = true;
        for (int each = 0; each < batch; each++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += value(each * 20 + (ta ? p * lda + i : i * lda + p), 0.5)
                            * value(each * 30 + (tb ? j * ldb + p : p * ldb + j), -0.25);
                    }
                    long place = each * 24 + i * 6 + j;
                    right &= Math.abs(2 * sum + 3 * value(place, 1) - element(dtype, found, place)) < 1e-3;
                }
            }
        }
        return right;
    }

    private static double value(long i, double step) {
        return 1 + step * (i % 7);
    }

    private long matrix(DType dtype, int count, double step) {
        var memory = arena.allocate((long) count * dtype.bytes(), 8);
        for (int i = 0; i < count; i++) {
            if (dtype == DType.FLOAT32) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value(i, step));
            } else {
                memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value(i, step));
            }
        }
        long device = driver.allocate(memory.byteSize());
        driver.upload(memory.address(), device, memory.byteSize());
        return device;
    }

    private static double element(DType dtype, MemorySegment memory, long i) {
        return dtype == DType.FLOAT32 ? memory.getAtIndex(ValueLayout.JAVA_FLOAT, i) : memory.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
    }

    private void failures() {
        print("no such card", () -> CudaDriver.open(7));
        print("no such kernel", () -> driver.function(SOURCE, "other_float32"));
        print("does not compile", () -> driver.function(new Source("bad.cu", DType.FLOAT32, "something wrong"), "bad_float32"));
        print("too much memory", () -> driver.allocate(1L << 40));
        print("integers", () -> driver.gemm("matmul", Gemm.of(DType.INT64, false, false, 1, 1, 1, 0, 0, 0)));
        long copy = driver.function(SOURCE, "copy_float32");
        print("too many threads", () -> driver.launch("copy", copy, Dim.of(1), Dim.of(2048), 0, Arguments.begin()));
        print("too much shared memory", () -> driver.launch("copy", copy, Dim.of(1), Dim.of(1), 1 << 20, Arguments.begin()));
        long memory = driver.allocate(8);
        long fault = driver.function(SOURCE, "fault_float32");
        print("fault", () -> {
            driver.launch("softmax", fault, Dim.of(1), Dim.of(1), 0, Arguments.begin());
            driver.fill(memory, 0, 8);
            driver.synchronize();
        });
        print("after the fault", () -> driver.allocate(8));
        driver.free(memory);
        System.out.println("the end");
    }

    private static void print(String what, Runnable call) {
        try {
            call.run();
            System.out.println(what + ": no exception");
        } catch (TenonException e) {
            System.out.println(what + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
