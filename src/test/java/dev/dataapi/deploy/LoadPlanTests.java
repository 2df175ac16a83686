package dev.dataapi.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load plan's elements have the names that its users know, and its settings have the
 * same defaults everywhere.
 */
@Tag("deploy")
class LoadPlanTests {

	private static final Pattern PROPERTY = Pattern.compile("\\$\\{__P\\(([a-z0-9]+),([^)]*)\\)}");

	private static final XPath XPATH = XPathFactory.newInstance().newXPath();

	private static Document plan;

	@BeforeAll
	static void readPlan() throws Exception {
		plan = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("jmeter/snow_papi.jmx");
	}

	@Test
	void planWhenReadHasTheKnownElements() throws Exception {
		assertThat(testClass("Test Personalization API")).isEqualTo("ThreadGroup");
		assertThat(testClass("HTTP Request")).isEqualTo("HTTPSamplerProxy");
		assertThat(testClass("HTTP Header Manager")).isEqualTo("HeaderManager");
		assertThat(testClass("Customer ID Test Set Config")).isEqualTo("CSVDataSet");
		assertThat(testClass("Results Tree")).isEqualTo("ResultCollector");
		assertThat(testClass("Aggregate Graph")).isEqualTo("ResultCollector");
	}

	/** Without this switch a run that nobody watches would never end. */
	@Test
	void planWhenRunEndsByItself() throws Exception {
		assertThat(text("//*[@name='LoopController.continue_forever']")).isEqualTo("false");
		assertThat(text("//*[@name='LoopController.loops']")).contains("__P(requests,");
		assertThat(text("//*[@name='ThreadGroup.scheduler']")).isEqualTo("true");
		assertThat(text("//CSVDataSet/*[@name='recycle']")).isEqualTo("false");
		assertThat(text("//CSVDataSet/*[@name='stopThread']")).isEqualTo("true");
	}

	@Test
	void planWhenRunAsksForOneCustomerWithTheToken() throws Exception {
		String variable = text("//CSVDataSet/*[@name='variableNames']");
		assertThat(text("//*[@name='HTTPSampler.path']")).isEqualTo("/customer/${" + variable + "}");
		assertThat(text("//*[@name='Header.name'][.='Authorization']/../*[@name='Header.value']"))
			.isEqualTo("Snowflake Token=\"${__P(token,)}\"");
	}

	@Test
	void settingWhenInPlanHasItsDefaultInBuildAndReadme() {
		Map<String, String> settings = settings();
		assertThat(settings.keySet()).containsExactlyInAnyOrder("scheme", "host", "port", "token", "threads", "rps",
				"requests", "duration", "ids", "sharing");
		String pom = DeploymentFiles.read("pom.xml");
		String readme = DeploymentFiles.read("jmeter/README.md");
		settings.forEach((name, value) -> {
			String element = (value.isEmpty()) ? "<load." + name + "/>"
					: "<load." + name + ">" + value + "</load." + name + ">";
			assertThat(pom).contains(element, "<" + name + ">${load." + name + "}</" + name + ">");
			assertThat(readme.lines().filter((line) -> line.startsWith("| `")))
				.anyMatch((line) -> line.contains("`" + name + "`")
						&& (value.isEmpty() || line.contains("`" + value + "`") || line.contains("| " + value + " |")));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					scheme   | http, https                                    | ftp, HTTP, https://
					host     | localhost, 10.0.0.1, abc-x.snowflakecomputing.app, [::1] | https://abc, abc:443, abc/x, a b
					port     | 8001, 443, 65535                               | 0, 65536, 80a, -1, 123456
					threads  | 1, 40, 256                                     | 0, forty, -1, 1.5
					rps      | 175, 0.5, 2000                                 | 0, 0.0, fast, -1, 1e3
					requests | 1, 10000                                       | 0, many, 10k
					duration | 1, 300                                         | 0, 5m, -1
					ids      | cust_ids.csv, /tmp/some ids.csv                | -
					sharing  | shareMode.all, shareMode.group, shareMode.thread | all, thread, shareMode.All, shareMode.threads, shareMode.theads, sharemode.all
					p90      | 200                                            | 0, 200ms, -1
					""")
	void settingWhenItIsNonsenseStopsTheBuild(String name, String accepted, String refused) throws Exception {
		Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
		String rule = "//profile[id='load']//requireProperty[property='load." + name + "']/";
		String regex = XPATH.evaluate(rule + "regex", pom);
		assertThat(XPATH.evaluate(rule + "regexMessage", pom))
			.startsWith("load." + name + " is '${load." + name + "}': it must be ");
		assertThat(XPATH.evaluate("//profile[id='load']/properties/load." + name, pom)).matches(regex);
		assertThat(accepted.split(", ")).allMatch((value) -> value.matches(regex));
		assertThat((refused != null) ? refused.split(", ") : new String[0]).noneMatch((value) -> value.matches(regex));
		assertThat("").doesNotMatch(regex);
	}

	@Test
	void idsWhenReadAreEachCustomerOnceInMixedOrder() {
		List<Integer> ids = DeploymentFiles.read("jmeter/cust_ids.csv").lines().map(Integer::valueOf).toList();
		Set<Integer> distinct = new HashSet<>(ids);
		assertThat(ids).hasSize(10_000).hasSameSizeAs(distinct);
		assertThat(distinct).containsAll(IntStream.rangeClosed(1, 10_000).boxed().toList());
		assertThat(ids).isNotEqualTo(ids.stream().sorted().toList());
	}

	private static Map<String, String> settings() {
		Map<String, String> settings = new TreeMap<>();
		Matcher matcher = PROPERTY.matcher(DeploymentFiles.read("jmeter/snow_papi.jmx"));
		while (matcher.find()) {
			String earlier = settings.put(matcher.group(1), matcher.group(2));
			assertThat(earlier).isIn(null, matcher.group(2));
		}
		return settings;
	}

	private static String testClass(String name) throws XPathExpressionException {
		NodeList elements = (NodeList) XPATH.evaluate("//*[@testname='" + name + "'][@enabled='true']", plan,
				XPathConstants.NODESET);
		assertThat(elements.getLength()).as(name).isOne();
		return elements.item(0).getAttributes().getNamedItem("testclass").getNodeValue();
	}

	private static String text(String path) throws XPathExpressionException {
		return XPATH.evaluate(path, plan);
	}

}
