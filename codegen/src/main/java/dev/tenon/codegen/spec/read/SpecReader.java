package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.Spec;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.check.CycleCheck;
import dev.tenon.codegen.spec.check.EntryCheck;
import dev.tenon.codegen.spec.check.NamedClasses;
import dev.tenon.codegen.spec.check.SpecCheck;
import dev.tenon.codegen.spec.check.UpdateCheck;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads spec files into records, and checks them. */
public final class SpecReader {
    private static volatile @Nullable SoftReference<Used> last;

    private SpecReader() {}

    /**
     * Reads and checks the spec of a library.
     *
     * @param own the library's files
     * @param context the files of the libraries that it uses; they were checked where they were built, and are not checked again
     * @param diagnostics gets all mistakes of the own files; if it has an error afterwards, the spec is not complete
     */
    public static SpecContext read(List<SourceFile> own, List<SourceFile> context, Diagnostics diagnostics) {
        return read(own, context, NamedClasses.UNSEEN, diagnostics);
    }

    /** As {@link #read(List, List, Diagnostics)}, and checks the classes that entries name. */
    public static SpecContext read(List<SourceFile> own, List<SourceFile> context, NamedClasses classes, Diagnostics diagnostics) {
        var used = used(context);
        var parsed = parse(own, used.enums(), diagnostics);
        var result = new SpecContext(parsed.spec(), used);
        if (parsed.spec().ops().isEmpty() && parsed.spec().updates().isEmpty() && !own.isEmpty() && !diagnostics.hasErrors()) {
            diagnostics.report(Diagnostic.NO_OPERATOR, new Position(own.getFirst().name(), 1, 1));
        }
        parsed.entries().forEach(read -> new EntryCheck(result, read.entry(), read.fields(), classes, diagnostics).run());
        parsed.spec().updates().forEach(update -> new UpdateCheck(update, diagnostics).run());
        new SpecCheck(result, classes, diagnostics).run();
        new CycleCheck(result, diagnostics).run();
        return result;
    }

    /** Files of used libraries, and what was read of them. */
    private record Used(List<SourceFile> files, Spec spec) {}

    /**
     * What libraries in use have. It is the same for every library of a project, and for every compilation of a compiler that goes on, as
     * Maven's and those of editors do: that of the last time is kept.
     */
    private static Spec used(List<SourceFile> files) {
        var reference = last;
        var known = reference == null ? null : reference.get();
        if (known != null && known.files().equals(files)) {
            return known.spec();
        }
        var spec = parse(files, Map.of(), new Diagnostics()).spec();
        last = new SoftReference<>(new Used(List.copyOf(files), spec));
        return spec;
    }

    private record Parsed(Spec spec, List<FileReader.Read> entries) {}

    private static Parsed parse(List<SourceFile> sources, Map<String, List<String>> knownEnums, Diagnostics diagnostics) {
        var files = sources.stream().map(source -> new FileReader(source, diagnostics)).toList();
        Map<String, List<String>> enums = new LinkedHashMap<>();
        files.forEach(file -> file.addEnums(enums, knownEnums.keySet()));
        Map<String, List<String>> known = new LinkedHashMap<>(knownEnums);
        known.putAll(enums);
        var entries = new ArrayList<FileReader.Read>();
        files.forEach(file -> entries.addAll(file.entries(known)));
        var groups = new LinkedHashMap<String, String>();
        files.forEach(file -> file.addGroup(groups));
        var updates = files.stream().flatMap(file -> file.updates().stream()).toList();
        return new Parsed(new Spec(entries.stream().map(FileReader.Read::entry).toList(), updates, enums, groups), entries);
    }
}
