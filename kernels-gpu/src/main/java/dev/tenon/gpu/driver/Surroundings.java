package dev.tenon.gpu.driver;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the search for libraries asks a machine.
 *
 * @param root the folder of the system's own folders
 * @param home the user's folder
 * @param environment the process's variables
 * @param cudaPath the folder that {@code -Dtenon.cuda.path} names, or empty
 * @param windows whether libraries are DLLs
 */
record Surroundings(Path root, Path home, Map<String, String> environment, String cudaPath, boolean windows) {
    static Surroundings here() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return new Surroundings(Path.of("/"), Path.of(System.getProperty("user.home", ".")), System.getenv(),
            System.getProperty("tenon.cuda.path", ""), windows);
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** The existing folders that a variable lists. */
    List<Path> folders(String variable) {
        return Arrays.stream(variable(variable).split(windows ? ";" : ":")).map(Surroundings::path).flatMap(Optional::stream)
            .filter(Files::isDirectory).toList();
    }

    /** The path a user wrote, unless it is none or not a path at all. */
    static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
