package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.SpecContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.util.Elements;

/** The classes that generated code refers to beside those that are generated with it. */
final class KnownClasses {
    private final Elements elements;

    KnownClasses(Elements elements) {
        this.elements = elements;
    }

    /** Whether there is a class of this name. */
    boolean exists(String type) {
        return elements.getTypeElement(type) != null;
    }

    /** Every operator that expressions may call, with the class whose method calls it. */
    static Map<String, List<Library.Callable>> known(SpecContext context, ClassName api, String records, List<UsedLibrary> uses) {
        var known = Library.noneKnown();
        Library.register(known, context.own().ops(), api, records);
        for (var library : uses) {
            Library.register(known, context.used().ops().stream().filter(library::declares).toList(), library.api(), library.records());
        }
        var tenon = context.used().ops().stream().filter(op -> uses.stream().noneMatch(library -> library.declares(op))).toList();
        Library.register(known, tenon, OpProcessor.TENON_OPS, OpProcessor.RECORDS);
        return known;
    }

    /** The shared enums by their names. */
    Map<String, ClassName> enums(SpecContext context, String records, List<UsedLibrary> uses) {
        var enums = new HashMap<String, ClassName>();
        for (var name : context.used().enums().keySet()) {
            var home = uses.stream().map(UsedLibrary::records).filter(place -> exists(place + "." + name)).findFirst()
                .orElse(OpProcessor.RECORDS);
            enums.put(name, ClassName.get(home, name));
        }
        context.own().enums().keySet().forEach(name -> enums.put(name, ClassName.get(records, name)));
        return enums;
    }
}
