package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import dev.tenon.gpu.driver.CudaLibrary.Group;
import dev.tenon.spi.UnpackedLibraries;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the driver's library, CUDA's libraries and Bytedeco's bridges to them, in this order, because each needs those before it. Nothing of
 * Bytedeco's CUDA is touched before: its classes cannot be initialized without the libraries, and never again after they failed once.
 *
 * @param driverVersion as CUDA counts: 13000 is 13.0
 * @param files what was loaded
 */
record CudaLibraries(int driverVersion, List<Path> files) {
    private static final int NEEDED = 13000;

    /**
     * Loads everything.
     *
     * @throws DeviceException if something is missing or does not load; the message says what, where it was looked for, and the way out
     */
    static CudaLibraries load(Surroundings machine) {
        int version = version(driver(machine));
        if (version < NEEDED) {
            throw new DeviceException("the NVIDIA driver knows CUDA " + dotted(version) + ", and CUDA " + dotted(NEEDED)
                + " is needed\n  try:   an NVIDIA driver of version 580 or newer");
        }
        var search = LibrarySearch.on(machine);
        var missing = search.missing();
        if (!missing.isEmpty()) {
            throw new DeviceException("the NVIDIA driver knows CUDA " + dotted(version) + "; " + missing);
        }
        UnpackedLibraries.keepPrivate();
        var files = new ArrayList<Path>();
        for (var group : Group.values()) {
            files.addAll(load(group, search));
        }
        bridges();
        return new CudaLibraries(version, List.copyOf(files));
    }

    /** 13.0 for 13000. */
    static String dotted(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static SymbolLookup driver(Surroundings machine) {
        var name = machine.windows() ? "nvcuda.dll" : "libcuda.so.1";
        return NativeLibraries.named(name).or(() -> SearchPath.driverFolders(machine).stream().map(folder -> folder.resolve(name))
            .filter(Files::exists).map(NativeLibraries::at).flatMap(Optional::stream).findFirst())
            .orElseThrow(() -> new DeviceException("there is no NVIDIA driver on this machine: " + name + " cannot be loaded"
                + "\n  try:   install the driver, version 580 or newer; in a container, start that with its GPUs (docker run --gpus all)"));
    }

    /** Asked without Bytedeco, whose bridge would end the process at a function that an old driver lacks. */
    private static int version(SymbolLookup driver) {
        var address = driver.find("cuDriverGetVersion")
            .orElseThrow(() -> new DeviceException("what is installed as NVIDIA's driver is none: it"
                + " lacks cuDriverGetVersion\n  try:   install the driver again, version 580 or newer"));
        var function = Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            var version = arena.allocate(ValueLayout.JAVA_INT);
            int result = (int) function.invokeExact(version);
            return result == 0 ? version.get(ValueLayout.JAVA_INT, 0) : 0;
        } catch (Throwable e) {
            throw new DeviceException("the NVIDIA driver does not answer: " + e + "\n  try:   nvidia-smi, which says whether it works");
        }
    }

    private static List<Path> load(Group group, LibrarySearch search) {
        var failures = new StringBuilder();
        for (var files : search.choices(group)) {
            var reason = load(files);
            if (reason.isEmpty()) {
                group.members.forEach(library -> files.stream().filter(library::is).forEach(file -> tell(library, file)));
                return files;
            }
            failures.append("\n  ").append(reason);
        }
        throw new DeviceException("none of the libraries found can be loaded:" + failures + search.lookedIn()
            + "\n  try:   install " + group.wheel + " again, or name a folder with working ones by -Dtenon.cuda.path=DIR");
    }

    private static String load(List<Path> files) {
        for (var file : files) {
            var reason = NativeLibraries.load(file);
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "";
    }

    /** Otherwise Bytedeco's loader looks for the library by itself, and loads a second one where it finds another. */
    private static void tell(CudaLibrary library, Path file) {
        try {
            Loader.loadLibrary(cudart.class, new URL[] {file.toUri().toURL()}, library.bridged);
        } catch (MalformedURLException | LinkageError | RuntimeException e) {
            System.getLogger("dev.tenon.gpu").log(Level.DEBUG, "loaded already: " + file, e);
        }
    }

    private static void bridges() {
        try {
            Loader.load(cudart.class);
            Loader.load(nvrtc.class);
            Loader.load(cublas.class);
        } catch (LinkageError | RuntimeException e) {
            throw new DeviceException("Bytedeco's native part for CUDA cannot be loaded: " + e.getMessage()
                + "\n  try:   org.bytedeco:cuda and org.bytedeco:javacpp with the classifier of this platform on the class path");
        }
    }
}
