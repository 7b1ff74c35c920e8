package dev.tenon.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SitePageTest {
    @Test
    void formulasAreWrittenSoThatMarkdownGivesTheirTexBack() {
        assertThat(new SitePage("| a | is $x_1 \\\\ y$ |").text()).startsWith("| a | is \\\\\\(x\\_1 \\\\\\\\ y\\\\\\) |\n<script");
        assertThat(new SitePage("$$a\n&= b$$").text()).startsWith("\\\\\\[a\n\\&\\= b\\\\\\]\n<script");
    }

    @Test
    void codeStaysAsItIs() {
        var page = "`$a$` and\n\n```\nvar $x = \"$\";\n```\n";
        assertThat(new SitePage(page).text()).isEqualTo(page);
    }
}
