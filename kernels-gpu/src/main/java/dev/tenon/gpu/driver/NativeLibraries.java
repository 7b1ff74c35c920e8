package dev.tenon.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;

/** Opens shared libraries for the rest of the process. */
final class NativeLibraries {
    private NativeLibraries() {}

    /** The library of this name, if the system's loader knows it. */
    static Optional<SymbolLookup> named(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The library in this file, if it can be opened. */
    static Optional<SymbolLookup> at(Path file) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Loads a file; the answer is why that failed, or empty. */
    static String load(Path file) {
        if (at(file).isPresent()) {
            return "";
        }
        try {
            // Does the same again, but says what is wrong.
            System.load(file.toAbsolutePath().toString());
            return "";
        } catch (UnsatisfiedLinkError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
