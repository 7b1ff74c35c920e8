package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Makes shared libraries of the emulated machine and of units of kernels, with the system's compiler. */
final class UnitCompiler {
    private static final String FOLDER = "/META-INF/tenon/emulator/";
    /** A kernel in preprocessed text, where lines of the preprocessor's may come between. */
    private static final Pattern KERNEL = Pattern.compile("\\bTN_GLOBAL(?:\\s+(?:#.*\\n)?)+void(?:\\s+(?:#.*\\n)?)+(\\w+)\\s*\\(");
    private static final List<String> COMMON = List.of("-std=c++17", "-pipe", "-fPIC", "-shared", "-fvisibility=hidden",
        "-ffp-contract=off",
        "-fwrapv", "-fno-strict-aliasing", "-fno-exceptions", "-fno-rtti", "-fno-asynchronous-unwind-tables", "-w", "-s");
    /** Optimising more takes longer than it saves in tests; what the checks find would end the process, or go unseen. */
    private static final List<String> UNIT = List.of("-Og", "-nostdlib", "-fno-threadsafe-statics",
        "-fsanitize=integer-divide-by-zero,bounds");

    private final HostCompiler compiler;
    private final KernelCache cache;
    private final Map<Source, Map<String, EmulatedKernel>> units = new ConcurrentHashMap<>();

    UnitCompiler(HostCompiler compiler, KernelCache cache) {
        this.compiler = compiler;
        this.cache = cache;
    }

    String version() {
        return compiler.version();
    }

    SymbolLookup machine() {
        var what = "the emulated machine";
        var text = resource("machine.h") + resource("machine.cpp") + resource("gemm.cpp");
        var options = options(List.of("-O3"));
        return load(what, text, options, () -> compiler.compile(what, text, options));
    }

    /** A kernel of a source, which is compiled or taken from the cache the first time. */
    EmulatedKernel kernel(Source source, String name) {
        var kernels = unit(source);
        var kernel = kernels.get(name);
        if (kernel == null) {
            throw new DeviceException(source.name() + " has no kernel " + name + " for " + source.dtype() + ", but " + kernels.keySet()
                + "\n  try:   define it with extern \"C\" __global__ for this dtype");
        }
        return kernel;
    }

    /** All kernels of a source, by name. */
    Map<String, EmulatedKernel> unit(Source source) {
        var kernels = units.get(source);
        if (kernels == null) {
            // two threads may both come here; the cache lets one of them compile
            kernels = compile(source);
            units.put(source, kernels);
        }
        return kernels;
    }

    private Map<String, EmulatedKernel> compile(Source source) {
        var what = source.name() + " (" + source.dtype() + ")";
        var text = resource("machine.h") + resource("kernel.h") + source.text();
        var options = options(UNIT);
        var library = load(what, resource("entry.h") + text, options, () -> compiler.compile(what, withEntries(what, text), options));
        var kernels = new TreeMap<String, EmulatedKernel>();
        for (var name : library.findOrThrow("tn_kernels").reinterpret(Integer.MAX_VALUE).getString(0).split(" ")) {
            if (!name.isEmpty()) {
                kernels.put(name, EmulatedKernel.of(library, name));
            }
        }
        return kernels;
    }

    /** The text with its macros written out, which shows the kernels' names, and with an entry for each of them. */
    private String withEntries(String what, String text) {
        var preprocessed = compiler.preprocess(what, text);
        var names = KERNEL.matcher(preprocessed).results().map(match -> match.group(1)).distinct().toList();
        var whole = new StringBuilder(resource("entry.h")).append(preprocessed).append('\n');
        names.forEach(name -> whole.append("TN_ENTRY(").append(name).append(")\n"));
        return whole.append("TN_NAMES(\"").append(String.join(" ", names)).append("\")\n").toString();
    }

    /** The library that is made of these inputs; the key holds all of them. */
    private SymbolLookup load(String what, String text, List<String> options, Supplier<byte[]> make) {
        var key = KernelCache.key(text, String.join(" ", options), compiler.version(), System.getProperty("os.arch"));
        var file = cache.file(key, ".so", make);
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new DeviceException(what + ": the compiled library " + file + " cannot be loaded: " + e.getMessage()
                + "\n  try:   deleting the file, or -Dtenon.gpu.cache=DIR with a folder that may hold programs");
        }
    }

    private static List<String> options(List<String> more) {
        var options = new ArrayList<>(COMMON);
        options.addAll(more);
        return options;
    }

    private static String resource(String name) {
        try (var in = UnitCompiler.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new DeviceException("the emulator's " + FOLDER + name + " is not on the class path"
                    + "\n  try:   the whole jar tenon-kernels-gpu");
            }
            return "#line 1 \"" + name + "\"\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DeviceException("cannot read the emulator's " + FOLDER + name + ": " + e.getMessage());
        }
    }
}
