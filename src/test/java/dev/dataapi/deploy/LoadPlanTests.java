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
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load plan's elements have the names that its users know, and its settings have the
 * same defaults everywhere.
 */
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
