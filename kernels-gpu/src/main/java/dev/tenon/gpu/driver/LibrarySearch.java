package dev.tenon.gpu.driver;

import dev.tenon.gpu.driver.CudaLibrary.Group;
import dev.tenon.gpu.driver.SearchPath.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where CUDA 13's libraries lie on a machine.
 *
 * @param machine the machine
 * @param folders what is searched
 */
record LibrarySearch(Surroundings machine, Map<Origin, List<Path>> folders) {
    private static final int SHOWN = 6;

    static LibrarySearch on(Surroundings machine) {
        return new LibrarySearch(machine, SearchPath.of(machine));
    }

    /** The files of a group in every folder that has all of them, the first choice first. */
    List<List<Path>> choices(Group group) {
        return everywhere()
            .filter(folder -> group.members.stream().allMatch(library -> library.in(folder, machine.windows()).findAny().isPresent()))
            .map(folder -> group.members.stream().flatMap(library -> library.in(folder, machine.windows())).toList()).toList();
    }

    /** What is missing, what was found instead, and where was looked; empty if nothing is missing. */
    String missing() {
        var absent = Stream.of(Group.values()).filter(group -> choices(group).isEmpty()).toList();
        if (absent.isEmpty()) {
            return "";
        }
        var text = new StringBuilder("CUDA 13's libraries are not all here");
        for (var group : Group.values()) {
            var choices = choices(group);
            text.append(choices.isEmpty() ? "\n  missing: " : "\n  found:   ").append(names(group));
            text.append(choices.isEmpty() ? others(group) : " in " + choices.getFirst().getFirst().getParent());
        }
        text.append(lookedIn());
        var wheels = absent.stream().map(group -> group.wheel).collect(Collectors.joining(" "));
        return text.append("\n  try:   a CUDA toolkit of version 13, or pip install ").append(wheels)
            .append(" in the Python environment that is active,\n         or -Dtenon.cuda.path=DIR for libraries that lie elsewhere")
            .toString();
    }

    /** The folders, one line for each kind. */
    String lookedIn() {
        var text = new StringBuilder("\n  looked in:");
        folders.forEach((origin, paths) -> {
            text.append(String.format(Locale.ROOT, "\n    %-20s ", origin.title));
            if (paths.isEmpty()) {
                text.append(origin == Origin.PROPERTY ? property() : "none");
            }
            text.append(paths.stream().limit(SHOWN).map(Path::toString).collect(Collectors.joining(", ")));
            text.append(paths.size() > SHOWN ? " and " + (paths.size() - SHOWN) + " more" : "");
        });
        return text.toString();
    }

    private String property() {
        return machine.cudaPath().isBlank() ? "not set" : "no such folder: " + machine.cudaPath();
    }

    private String names(Group group) {
        return group.members.stream().map(library -> library.name(machine.windows())).collect(Collectors.joining(" with "));
    }

    /** Files of the group's libraries that will not do. */
    private String others(Group group) {
        var files = everywhere().flatMap(folder -> group.members.stream().flatMap(library -> library.anyVersionIn(folder))).limit(SHOWN)
            .map(Path::toString).collect(Collectors.joining(", "));
        return files.isEmpty() ? "" : " in one folder (there is only " + files + ")";
    }

    private Stream<Path> everywhere() {
        return folders.values().stream().flatMap(List::stream);
    }
}
