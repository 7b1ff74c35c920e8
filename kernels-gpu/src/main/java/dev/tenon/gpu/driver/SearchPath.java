package dev.tenon.gpu.driver;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The existing folders in which CUDA's libraries are looked for, in the order in which that is done, by where they come from. */
final class SearchPath {
    /** Where folders come from, in the order in which they are searched. */
    enum Origin {
        PROPERTY("-Dtenon.cuda.path"),
        LIBRARY_PATH("LD_LIBRARY_PATH"),
        DRIVER("beside the driver"),
        TOOLKIT("CUDA toolkits"),
        PYTHON("Python environments");

        final String title;

        Origin(String title) {
            this.title = title;
        }
    }

    private static final List<String> DRIVER_FOLDERS = List.of("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64",
        "usr/lib",
        "usr/lib/wsl/lib", "usr/local/nvidia/lib64", "run/opengl-driver/lib");
    private static final List<String> BELOW_TOOLKIT = List.of("", "lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib",
        "bin/x64",
        "bin");
    private static final List<String> BELOW_CONDA = List.of("lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib", "Library/bin");

    /** Where a folder of {@code /opt} may hold an environment. */
    private static final List<String> BELOW_OPT = List.of("", ".venv", "venv");
    /** More than anybody makes on purpose; links may lead in a circle. */
    private static final int MOST_LINKS = 20;

    private final Surroundings machine;
    private final Set<Path> seen = new HashSet<>();

    private SearchPath(Surroundings machine) {
        this.machine = machine;
    }

    /** The folders, each once. */
    static Map<Origin, List<Path>> of(Surroundings machine) {
        var path = new SearchPath(machine);
        var folders = new EnumMap<Origin, List<Path>>(Origin.class);
        for (var origin : Origin.values()) {
            folders.put(origin, path.candidates(origin).filter(path::isNew).toList());
        }
        return folders;
    }

    /** Where the driver's own library may be if the system's loader does not know it. */
    static List<Path> driverFolders(Surroundings machine) {
        return DRIVER_FOLDERS.stream().map(machine.root()::resolve).filter(Files::isDirectory).toList();
    }

    private Stream<Path> candidates(Origin origin) {
        return switch (origin) {
            case PROPERTY -> Surroundings.path(machine.cudaPath()).stream().flatMap(named -> Stream.concat(toolkit(named), nvidia(named)));
            case LIBRARY_PATH -> machine.folders(machine.windows() ? "PATH" : "LD_LIBRARY_PATH").stream();
            case DRIVER -> driverFolders(machine).stream();
            case TOOLKIT -> toolkits().flatMap(SearchPath::toolkit);
            case PYTHON -> pythons().stream().flatMap(this::python);
        };
    }

    private boolean isNew(Path folder) {
        try {
            return Files.isDirectory(folder) && seen.add(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private Stream<Path> toolkits() {
        var local = machine.root().resolve("usr/local");
        var named = Stream.concat(machine.folders("CUDA_HOME").stream(), machine.folders("CUDA_PATH").stream());
        var usual = Stream.of(local.resolve("cuda"), machine.root().resolve("opt/cuda"));
        return Stream.of(named, usual, matching(local, "cuda-13*").sorted(Comparator.reverseOrder())).flatMap(folders -> folders);
    }

    private static Stream<Path> toolkit(Path folder) {
        return BELOW_TOOLKIT.stream().map(folder::resolve);
    }

    /** The folders that hold a Python's {@code bin} and {@code lib}: the active environment's, those of the pythons on the path, usual ones. */
    private Set<Path> pythons() {
        var prefixes = new LinkedHashSet<Path>();
        prefixes.addAll(machine.folders("VIRTUAL_ENV"));
        prefixes.addAll(machine.folders("CONDA_PREFIX"));
        for (var folder : machine.folders("PATH")) {
            for (var name : List.of("python3", "python", "python.exe")) {
                addPrefixes(folder.resolve(name), prefixes);
            }
        }
        prefixes.add(machine.home().resolve(".local"));
        prefixes.add(machine.root().resolve("usr/local"));
        matching(machine.root().resolve("opt"), "*").flatMap(folder -> BELOW_OPT.stream().map(folder::resolve))
            .filter(folder -> Files.isExecutable(folder.resolve("bin/python3"))).forEach(prefixes::add);
        return prefixes;
    }

    /** A python may be a link to that of an environment, and this one to the one it was made of: each may have libraries. */
    private void addPrefixes(Path python, Set<Path> prefixes) {
        try {
            var file = python;
            for (int links = 0; links < MOST_LINKS && Files.isExecutable(file); links++) {
                var folder = file.getParent();
                var prefix = machine.windows() || folder == null ? folder : folder.getParent();
                if (prefix != null) {
                    prefixes.add(prefix);
                }
                if (!Files.isSymbolicLink(file)) {
                    return;
                }
                file = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
            }
        } catch (IOException e) {
            // A link that cannot be read leads to no libraries.
        }
    }

    private Stream<Path> python(Path prefix) {
        var versions = Stream.of("lib", "lib64").map(prefix::resolve).flatMap(lib -> matching(lib, "python3*"))
            .sorted(Comparator.reverseOrder());
        var libraries = Stream.concat(versions, Stream.of(prefix.resolve("Lib")));
        var sites = libraries.flatMap(lib -> Stream.of(lib.resolve("site-packages"), lib.resolve("dist-packages")));
        return Stream.concat(sites.flatMap(site -> nvidia(site.resolve("nvidia"))), BELOW_CONDA.stream().map(prefix::resolve));
    }

    /** NVIDIA's Python packages keep each library in a folder of its own, or all of CUDA 13 in one. */
    private static Stream<Path> nvidia(Path folder) {
        var packages = Stream.concat(matching(folder, "cu13*"), matching(folder, "*"));
        return packages.flatMap(each -> Stream.of(each.resolve("lib"), each.resolve("bin/x86_64"), each.resolve("bin")));
    }

    /** The entries of a folder that match a pattern, in the order of their names; none if it cannot be read. */
    static Stream<Path> matching(Path folder, String pattern) {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
                entries.forEach(found::add);
            } catch (IOException | DirectoryIteratorException e) {
                found.clear();
            }
        }
        return found.stream().sorted();
    }
}
