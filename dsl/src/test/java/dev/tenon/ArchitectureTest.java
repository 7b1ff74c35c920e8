package dev.tenon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    /** What each package may use of this module, besides itself. {@code dev.tenon} is the facade, which may use everything. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
        entry("core", List.of()),
        entry("spi", List.of("core")),
        entry("memory", List.of("core", "spi")),
        entry("ops", List.of("core", "spi")),
        entry("tensor", List.of("core", "spi", "memory", "ops")),
        entry("nn", List.of("core", "spi", "memory", "ops", "tensor", "io")),
        entry("optim", List.of("core", "spi", "memory", "ops", "tensor")),
        entry("data", List.of("core", "spi", "memory", "ops", "tensor", "io")),
        entry("io", List.of("core", "spi", "memory", "ops", "tensor")),
        entry("plot", List.of("core", "spi", "memory", "ops", "tensor", "io")),
        entry("diagram", List.of("core", "spi", "memory", "ops", "tensor", "io", "nn", "plot")),
        entry("profile", List.of("core", "spi", "memory", "ops", "tensor", "io", "nn")),
        entry("board", List.of("core", "spi", "memory", "ops", "tensor", "io", "nn", "plot")),
        entry("metric", List.of("core", "spi", "memory", "ops", "tensor")),
        entry("train", List.of("core", "spi", "memory", "ops", "tensor", "nn", "optim", "data", "io", "plot", "board", "metric", "diagram",
            "profile")));

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.tenon");

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyThoseBelowIt(String name) {
        var allowed = Stream.concat(Stream.of(name), MAY_USE.get(name).stream()).map(ArchitectureTest::subtree).toArray(String[]::new);
        noClasses().that().resideInAPackage(subtree(name))
            .should().dependOnClassesThat(resideInAPackage("dev.tenon..").and(not(resideInAnyPackage(allowed))))
            .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.tenon.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nn", "data", "train"})
    void roomsHaveNoCycles(String name) {
        slices().matching("dev.tenon." + name + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "train", "optim"})
    void aFolderHoldsAtMostFortyFiles(String name) {
        assertThat(CLASSES.that(resideInAPackage(subtree(name))).stream().filter(JavaClass::isTopLevelClass)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting())))
            .allSatisfy((folder, count) -> assertThat(count).as(folder).isLessThanOrEqualTo(40));
    }

    @Test
    void theGeneratorIsNeverUsedAtRunTime() {
        noClasses().that().resideOutsideOfPackage("dev.tenon.codegen..")
            .should().dependOnClassesThat().resideInAPackage("dev.tenon.codegen..")
            .check(CLASSES);
    }

    @Test
    void theModuleNeedsNothingButTheJdkAndJspecify() {
        classes().that().resideOutsideOfPackage("dev.tenon.codegen..")
            .should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tenon..", "java..", "javax..", "jdk..", "com.sun.management..", "org.jspecify..")
            .check(CLASSES);
    }

    @Test
    void everyPackageHasARule() {
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).filter(name -> name.startsWith("dev.tenon."))
            .map(name -> name.split("\\.")[2]).distinct())
            .filteredOn(name -> !name.equals("codegen"))
            .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    private static String subtree(String name) {
        return "dev.tenon." + name + "..";
    }
}
