import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Asks the veraPDF library whether files are PDF/A-3a and PDF/UA-1. Arguments: files. Exit 1 when one is not. */
public final class PdfaCheck {
    private static final String[][] PROFILES = {{"3a", "PDFA-3A"}, {"ua1", "PDFUA-1"}};

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String file : files) {
            for (String[] profile : PROFILES) {
                good &= check(file, profile[0], profile[1]);
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean check(String file, String flavour, String name) throws Exception {
        String resource = "/org/verapdf/pdfa/validation/" + name + ".xml";
        ValidationProfile rules;
        try (InputStream in = PdfaCheck.class.getResourceAsStream(resource)) {
            rules = Profiles.profileFromXml(in);
        }
        PDFAFlavour wanted = PDFAFlavour.fromString(flavour);
        try (InputStream in = new FileInputStream(file);
             PDFAParser parser = Foundries.defaultInstance().createParser(in, wanted);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(rules, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + name + " checks=" + result.getTotalAssertions() + " " + file);
            failures(result).forEach((rule, message) -> System.out.println("  " + rule + " " + message));
            return result.isCompliant();
        }
    }

    /** One message per broken rule. */
    private static Map<String, String> failures(ValidationResult result) {
        Map<String, String> found = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                found.putIfAbsent(rule, assertion.getMessage().replaceAll("\\s+", " ") + " @" + assertion.getLocation().getContext());
            }
        }
        return found;
    }
}
