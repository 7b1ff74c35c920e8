package dev.tenon.codegen.processor;

import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.emit.library.Names;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * What the running compilation sees, as the class path of another one: Tenon's classes, all other classes and sources, and what is about to
 * be generated.
 */
final class SeenClasses extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Elements elements;
    private final Map<String, List<JavaFileObject>> generated = new HashMap<>();
    private final Map<String, List<JavaFileObject>> others = new HashMap<>();

    /** @param files what is about to be generated */
    SeenClasses(StandardJavaFileManager platform, Elements elements, List<JavaFile> files) throws IOException {
        super(platform);
        this.elements = elements;
        platform.setLocation(StandardLocation.CLASS_PATH, tenon());
        for (var file : files) {
            generated.computeIfAbsent(file.packageName(), _ -> new ArrayList<>()).add(
                new Seen(new JavaText(file.packageName() + "." + file.typeSpec().name(), file.toString())));
        }
    }

    /** The jar or folder that Tenon's own classes come from: thousands, which are not asked for one by one. */
    private List<File> tenon() {
        var type = elements.getTypeElement(Names.TENSOR.canonicalName());
        var uri = type == null ? "" : String.valueOf(elements.getFileObjectOf(type).toUri());
        var end = Names.TENSOR.canonicalName().replace('.', '/') + ".class";
        if (!uri.endsWith(end)) {
            return List.of();
        }
        var root = uri.substring(0, uri.length() - end.length());
        return List.of(new File(URI.create(root.startsWith("jar:") ? root.substring("jar:".length(), root.indexOf('!')) : root)));
    }

    @Override
    public boolean hasLocation(Location location) {
        return location == StandardLocation.CLASS_PATH || location != StandardLocation.SOURCE_PATH && super.hasLocation(location);
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse) throws IOException {
        if (location != StandardLocation.CLASS_PATH) {
            return super.list(location, packageName, kinds, recurse);
        }
        var found = new ArrayList<>(generated.getOrDefault(packageName, List.of()));
        var ofTenon = new ArrayList<JavaFileObject>();
        super.list(location, packageName, kinds, recurse).forEach(ofTenon::add);
        found.addAll(ofTenon.isEmpty() ? others.computeIfAbsent(packageName, this::others) : ofTenon);
        return found.stream().filter(file -> kinds.contains(file.getKind())).toList();
    }

    private List<JavaFileObject> others(String packageName) {
        var found = new ArrayList<JavaFileObject>();
        elements.getAllPackageElements(packageName).stream().filter(this::isNoPlatform)
            .forEach(place -> ElementFilter.typesIn(place.getEnclosedElements()).forEach(type -> add(type, found)));
        return found;
    }

    private boolean isNoPlatform(PackageElement place) {
        var module = elements.getModuleOf(place);
        return module == null || !module.getQualifiedName().toString().matches("(java|jdk)\\..*");
    }

    /** A source holds the classes within a class; each has a class file of its own. */
    private void add(TypeElement type, List<JavaFileObject> found) {
        var file = elements.getFileObjectOf(type);
        if (file == null) {
            return;
        }
        found.add(new Seen(file, elements.getBinaryName(type).toString()));
        if (file.getKind() == Kind.CLASS) {
            ElementFilter.typesIn(type.getEnclosedElements()).forEach(inner -> add(inner, found));
        }
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof Seen seen ? seen.binaryName : super.inferBinaryName(location, file);
    }

    /** A file of the running compilation. */
    private static final class Seen extends ForwardingJavaFileObject<JavaFileObject> {
        private final String binaryName;

        Seen(JavaText text) {
            this(text, text.type);
        }

        Seen(JavaFileObject file, String binaryName) {
            super(file);
            this.binaryName = binaryName;
        }
    }

    /** Java that is in no file. */
    static final class JavaText extends SimpleJavaFileObject {
        private final String type;
        private final String text;

        JavaText(String type, String text) {
            super(URI.create("text:///" + type.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.type = type;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
