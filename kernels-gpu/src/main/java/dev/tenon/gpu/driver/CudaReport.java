package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What this machine offers for CUDA: the driver, the cards and the libraries, or what is missing.
 *
 * @param driverVersion the CUDA version that the driver knows, 13000 for 13.0; 0 where there is none
 * @param cards the cards that can be used
 * @param libraries the libraries in use
 * @param problem why no card can be used, and a way out; empty if one can
 */
public record CudaReport(int driverVersion, List<Card> cards, List<Library> libraries, String problem) {
    private static final int OLDEST = 75;
    private static final Pattern MODULE = Pattern.compile("\\s(\\d{3}\\.\\d+(\\.\\d+)?)\\s");

    /**
     * A card.
     *
     * @param index its place among the cards that can be used
     * @param ordinal its place among all that the driver knows
     * @param name its name
     * @param memory its bytes
     * @param capability its compute capability, 90 for 9.0
     * @param multiprocessors how many it has
     */
    public record Card(int index, int ordinal, String name, long memory, int capability, int multiprocessors) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "gpu:%d %s, %.1f GiB, compute capability %d.%d, %d multiprocessors", index, name,
                memory / (double) (1L << 30), capability / 10, capability % 10, multiprocessors);
        }

        boolean usable() {
            return capability >= OLDEST;
        }

        Card numbered(int place) {
            return new Card(place, ordinal, name, memory, capability, multiprocessors);
        }
    }

    /**
     * A library.
     *
     * @param version what it says of itself; empty where it says nothing
     * @param path its file
     */
    public record Library(String version, Path path) {
        @Override
        public String toString() {
            return version.isEmpty() ? path.toString() : path + " (" + version + ")";
        }
    }

    private static final class Once {
        static final CudaReport REPORT = of(Surroundings.here());
    }

    /** This machine, looked at once; never an exception. */
    public static CudaReport inspect() {
        return Once.REPORT;
    }

    static CudaReport of(Surroundings machine) {
        try {
            var loaded = CudaLibraries.load(machine);
            var libraries = loaded.files().stream().map(file -> new Library(CudaCards.version(file), file)).toList();
            try {
                return new CudaReport(loaded.driverVersion(), CudaCards.all(), libraries, "");
            } catch (DeviceException e) {
                return new CudaReport(loaded.driverVersion(), List.of(), libraries, String.valueOf(e.getMessage()));
            }
        } catch (DeviceException e) {
            return new CudaReport(0, List.of(), List.of(), String.valueOf(e.getMessage()));
        } catch (LinkageError | RuntimeException e) {
            return new CudaReport(0, List.of(), List.of(),
                "CUDA cannot be used: " + e + "\n  try:   -Dtenon.cuda.path=DIR for other libraries");
        }
    }

    /** The driver's own version as Linux tells it, such as " 580.65.06", or nothing. */
    private static String kernelModule() {
        try {
            var version = MODULE.matcher(Files.readString(Path.of("/proc/driver/nvidia/version")));
            return version.find() ? ' ' + version.group(1) : "";
        } catch (IOException _) {
            return "";
        }
    }

    /** Whether there is a card to compute on. */
    public boolean usable() {
        return !cards.isEmpty();
    }

    /** All of it, in lines. */
    public String text() {
        var text = new StringBuilder(problem);
        cards.forEach(card -> text.append(text.isEmpty() ? "" : "\n").append(card));
        if (driverVersion > 0) {
            text.append("\ndriver").append(kernelModule()).append(" for CUDA ").append(CudaLibraries.dotted(driverVersion));
        }
        libraries.forEach(library -> text.append('\n').append(library));
        return text.toString();
    }
}
