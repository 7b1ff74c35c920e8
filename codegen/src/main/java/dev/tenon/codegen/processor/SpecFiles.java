package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/** Finds spec files among a module's resources and on its class path. */
final class SpecFiles {
    private static final String INDEX = "index";
    private static final String TENON_INDEX = "META-INF/tenon/ops/" + INDEX;
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
        return besideClass("dev.tenon.spi.Op", name);
    }

    /**
     * The file of this resource name in the jar or folder that has a class. The compiler finds a jar's resources in folders named like
     * packages only, and META-INF is none.
     */
    private Optional<SourceFile> besideClass(String className, String name) {
        int dot = className.lastIndexOf('.');
        var file = className.substring(dot + 1) + ".class";
        try {
            var anchor = filer.getResource(StandardLocation.CLASS_PATH, className.substring(0, dot), file).toUri().toString();
            var connection = URI.create(anchor.replace(className.replace('.', '/') + ".class", name)).toURL().openConnection();
            connection.setUseCaches(false);
            try (var in = connection.getInputStream()) {
                var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return Optional.of(new SourceFile(name.substring(name.lastIndexOf('/') + 1), text));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The library whose methods are in this class, or nothing if the class is none. */
    Optional<UsedLibrary> library(String api) {
        return besideClass(api, UsedLibrary.resource(api)).map(list -> {
            var lines = list.text().lines().toList();
            var specs = new ArrayList<SourceFile>();
            // Files of two libraries may have one name: theirs are told apart by the library.
            lines.stream().skip(1)
                .forEach(name -> besideClass(api, name).ifPresent(file -> specs.add(new SourceFile(api + "/" + file.name(), file.text()))));
            return new UsedLibrary(ClassName.bestGuess(api), lines.getFirst(), specs);
        });
    }

    /** Tenon's own spec, as far as the class path has it. */
    List<SourceFile> tenon() {
        var files = new ArrayList<SourceFile>();
        listed(TENON_INDEX).forEach(name -> find(name).ifPresent(files::add));
        return files;
    }

    /** The resource names of spec files, with every {@code index} among them replaced by the files that it lists, one a line. */
    List<String> expanded(List<String> names) {
        return names.stream().flatMap(name -> name.endsWith("/" + INDEX) ? listed(name) : Stream.of(name)).toList();
    }

    private Stream<String> listed(String index) {
        var folder = index.substring(0, index.length() - INDEX.length());
        var text = find(index).map(SourceFile::text).orElse("");
        return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).map(folder::concat);
    }
}
