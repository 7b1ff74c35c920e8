package dev.tenon.codegen.processor;

import dev.tenon.codegen.diagnostic.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/** Finds spec files among a module's resources and on its class path. */
final class SpecFiles {
    /** Names the files of Tenon's own spec, one a line. */
    private static final String TENON_INDEX = "META-INF/tenon/ops/index";
    private static final List<StandardLocation> PLACES = List.of(StandardLocation.CLASS_OUTPUT, StandardLocation.CLASS_PATH,
        StandardLocation.SOURCE_PATH);

    private final Filer filer;

    SpecFiles(Filer filer) {
        this.filer = filer;
    }

    /** The file of this resource name, or nothing if no place has it. */
    Optional<SourceFile> find(String name) {
        for (var place : PLACES) {
            try {
                var text = filer.getResource(place, "", name).getCharContent(true).toString();
                return Optional.of(new SourceFile(name.substring(name.lastIndexOf('/') + 1), text));
            } catch (IOException | IllegalArgumentException e) {
                // Not in this place, or the compiler has no such place: the next one may have it.
                continue;
            }
        }
        return inTenonsJar(name);
    }

    /**
     * The compiler finds a jar's resources in folders named like packages, and META-INF is none: so the jar is found by one of its classes.
     */
    private Optional<SourceFile> inTenonsJar(String name) {
        try {
            var anchor = filer.getResource(StandardLocation.CLASS_PATH, "dev.tenon.spi", "Op.class").toUri().toString();
            var connection = URI.create(anchor.replace("dev/tenon/spi/Op.class", name)).toURL().openConnection();
            connection.setUseCaches(false);
            try (var in = connection.getInputStream()) {
                var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return Optional.of(new SourceFile(name.substring(name.lastIndexOf('/') + 1), text));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tenon's own spec, as far as the class path has it. */
    List<SourceFile> tenon() {
        var index = find(TENON_INDEX);
        var files = new ArrayList<SourceFile>();
        index.ifPresent(list -> list.text().lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(line -> find(TENON_INDEX.replace("index", line)).ifPresent(files::add)));
        return files;
    }
}
