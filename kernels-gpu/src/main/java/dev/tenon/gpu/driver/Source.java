package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unit of CUDA C++: a resource with its includes written out, restricted to one dtype. Each unit is compiled by itself, so that a program
 * waits only for what it uses.
 *
 * @param name the resource
 * @param dtype the dtype whose kernels are compiled
 * @param text what the compiler reads
 */
public record Source(String name, DType dtype, String text) {
    private static final String FOLDER = "META-INF/tenon/cuda/";
    /** Where hand-written sources lie; those beside are generated from formulas. */
    private static final String WRITTEN = "kernels/";
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\".*$");
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();
    private static final Map<String, Source> UNITS = new ConcurrentHashMap<>();

    /**
     * The unit of a resource for one dtype.
     *
     * @param owner a class beside whose class path entries the resource is looked for
     * @param name the path below {@code META-INF/tenon/cuda}
     */
    public static Source of(Class<?> owner, String name, DType dtype) {
        return UNITS.computeIfAbsent(name + ' ' + dtype, _ -> {
            var text = TEXTS.computeIfAbsent(name, _ -> read(owner, name));
            return new Source(name, dtype, "#define TN_DTYPE_" + dtype + " 1\n" + text);
        });
    }

    /** Whether it was generated from an operator's formula. */
    boolean isFormula() {
        return !name.startsWith(WRITTEN);
    }

    /** The lines keep their numbers, for the compilers' messages. */
    private static String read(Class<?> owner, String name) {
        return "#line 1 \"" + name + "\"\n" + complete(owner, name, resource(owner, name));
    }

    /** A text with its includes, and theirs, written out: Tenon's headers, and others by their path below {@code META-INF/tenon/cuda}. */
    private static String complete(Class<?> owner, String name, String text) {
        return INCLUDE.matcher(text).replaceAll(include -> {
            long line = text.substring(0, include.start()).lines().count() + 2;
            var included = include.group(1);
            return Matcher.quoteReplacement("#line 1 \"" + included + "\"\n" + complete(owner, included, resource(owner, included))
                + "\n#line " + line + " \"" + name + '"');
        });
    }

    private static String resource(Class<?> owner, String name) {
        try (var in = stream(owner, name)) {
            if (in == null) {
                throw new DeviceException("no CUDA source " + FOLDER + name + " on the class path of " + owner.getName()
                    + "\n  try:   the file src/main/resources/" + FOLDER + name
                    + ", or building the library again with tenon-codegen on the processor path, if an operator's formula is to be in it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DeviceException("cannot read the CUDA source " + FOLDER + name + ": " + e.getMessage());
        }
    }

    /** A library's class path has its own sources and need not have Tenon's. */
    private static @Nullable InputStream stream(Class<?> owner, String name) {
        var own = owner.getClassLoader().getResourceAsStream(FOLDER + name);
        return own == null ? Source.class.getClassLoader().getResourceAsStream(FOLDER + name) : own;
    }
}
