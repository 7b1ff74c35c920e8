package dev.tenon.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tenon.data.csv.Csv;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** What lies where the reader of CSV lies: the module's own classes, whatever the folder of the tests is called. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .importUrl(Csv.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void eachPackageNeedsItsLibraryAlone() {
        classes().that().resideInAPackage("dev.tenon.data.csv").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tenon.data", "dev.tenon.data.csv", "dev.tenon.data.table", "dev.tenon.data.text", "dev.tenon.core",
                "dev.tenon.io", "de.siegmar.fastcsv.reader", "java..", "org.jspecify..")
            .check(CLASSES);
        classes().that().resideInAPackage("dev.tenon.data.image").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tenon.data", "dev.tenon.data.image", "dev.tenon.core", "dev.tenon.io", "dev.tenon.tensor", "java..",
                "javax.imageio..", "org.jspecify..")
            .check(CLASSES);
    }
}
