package dev.tenon.samples.bits;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The child process: computes everything several times, so that it is computed by every tier of the compiler, and prints one line for each:
 * its name and the hash of its bits, or {@code CHANGES} where two times differ.
 */
public final class Bits {
    static final String CHANGES = "CHANGES";
    private static final long PRIME = 0x100000001b3L;

    private Bits() {}

    /** {@code ELEMENTS ROUNDS TRAININGS}. */
    public static void main(String[] args) {
        int elements = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        int trainings = Integer.parseInt(args[2]);
        print(repeated(BitsOperators.all(elements), rounds));
        print(repeated(BitsTrainings.all(), trainings));
    }

    private static void print(Map<String, String> lines) {
        lines.forEach((name, hash) -> System.out.println(name + " " + hash));
    }

    private static Map<String, String> repeated(Map<String, Supplier<List<Tensor>>> calls, int rounds) {
        var found = new TreeMap<String, String>();
        for (int round = 0; round < rounds; round++) {
            calls.forEach((name, call) -> found.merge(name, hash(call.get()), (first, now) -> first.equals(now) ? first : CHANGES));
        }
        return found;
    }

    /** Of all values; which NaN one is says the processor, not the program. */
    private static String hash(List<Tensor> tensors) {
        long hash = 0xcbf29ce484222325L;
        for (var tensor : tensors) {
            for (double value : tensor.detach().to(DType.FLOAT64).toDoubleArray()) {
                hash = (hash ^ Double.doubleToLongBits(value)) * PRIME;
                hash ^= hash >>> 32;
            }
        }
        return "%016x".formatted(hash);
    }
}
