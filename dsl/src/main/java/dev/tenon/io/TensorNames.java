package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which names a file can hold so that they are read back as they were; checked before anything is written. */
final class TensorNames {
    /** A zip archive counts a name's bytes in 16 bits. */
    private static final int LONGEST_ENTRY = 65_535;
    private static final int SHOWN = 60;

    private TensorNames() {}

    /** Names of tensors in a safetensors file. */
    static void requireForSafetensors(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        requireDistinct("safetensors", file, tensors);
        for (var name : tensors.keySet()) {
            if (name.equals(SafetensorsHeader.METADATA)) {
                throw refused("safetensors", file, name, "the format keeps that name for free text",
                    "another name, or write(file, tensors, metadata)");
            }
            requireText("safetensors", file, name);
        }
        metadata.forEach((key, value) -> {
            requireText("safetensors", file, key);
            requireText("safetensors", file, value);
        });
    }

    /** Names of arrays in an archive: each is a path within it, which other programs may unpack to a folder. */
    static void requireForNpz(Path file, Map<String, Tensor> tensors, String suffix) {
        requireDistinct("npz", file, tensors);
        for (var name : tensors.keySet()) {
            requireText("npz", file, name);
            if ((name + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_ENTRY) {
                throw refused("npz", file, name, "the name is longer than an archive can hold, " + LONGEST_ENTRY + " bytes with " + suffix,
                    "a shorter name");
            }
            if (!isPlainPath(name)) {
                throw refused("npz", file, name, "in an archive the name is a path, and this one leads out of it or nowhere",
                    "names such as 'weight' or 'layer/weight'");
            }
        }
    }

    private static boolean isPlainPath(String name) {
        for (var step : name.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return name.chars().noneMatch(c -> c == '\\' || c < ' ') && !name.matches("[A-Za-z]:.*");
    }

    /** A map may compare its names in a way of its own, and hold null. */
    private static void requireDistinct(String format, Path file, Map<String, Tensor> tensors) {
        var seen = new HashSet<String>();
        for (var entry : tensors.entrySet()) {
            var name = entry.getKey();
            if (isNull(name) || isNull(entry.getValue())) {
                throw new ArgumentException(format + ": cannot write " + file + ": the " + (isNull(name) ? "name of a tensor"
                    : "tensor '" + name + "'") + " is null");
            }
            if (!seen.add(name)) {
                throw refused(format, file, name, "two tensors have that name", "a name for each");
            }
        }
    }

    private static boolean isNull(@Nullable Object value) {
        return Objects.isNull(value);
    }

    private static void requireText(String format, Path file, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused(format, file, text, "the text has half of a surrogate pair, which UTF-8 cannot hold", "whole characters");
        }
    }

    private static ArgumentException refused(String format, Path file, String name, String rule, String remedy) {
        var shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "..." : name;
        return new ArgumentException(format + ": cannot write " + file + ": '" + shown + "': " + rule + "\n  try:   " + remedy);
    }
}
