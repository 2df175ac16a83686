package dev.dataapi.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dataapi.RunningService;
import dev.dataapi.access.KeyLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test page of a service that asks who calls.
 */
@EnabledIf(value = "dev.dataapi.browser.Chromium#isInstalled", disabledReason = Chromium.MISSING)
class CallerFieldTests {

	@Test
	void keyIsSentWithEachRequestAndShownNowhere(@TempDir Path folder) throws IOException {
		KeyLine key = KeyLine.make("crm");
		Path callers = Files.writeString(folder.resolve("callers"), key.line());
		try (RunningService service = RunningService.start("test",
				List.of("data-api.authentication=keys", "data-api.callers=" + callers));
				Chromium chromium = new Chromium()) {
			chromium.showAs(1280, 900, "light");
			chromium.open("http://localhost:" + service.port() + "/test");
			chromium.await((page) -> page.isShown("#caller"));
			chromium.find("#customer-send").click();
			chromium.await((page) -> page.isShown("#error"));
			assertThat(chromium.find("#answer").getText()).contains("401", "X-Api-Key: <key>");
			chromium.find("#caller").sendKeys(key.key(), Keys.TAB);
			chromium.await((page) -> page.find("#declared-note").getText().startsWith("None: "));
			chromium.find("#customer-send").click();
			chromium.await((page) -> page.isShown("#answer-table"));
			assertThat(chromium.find("#curl").getText())
				.isEqualTo("curl -H \"X-Api-Key: $KEY\" 'http://localhost:" + service.port() + "/customer/1885'");
			assertThat((String) chromium.run("return document.body.innerText")).doesNotContain(key.key());
		}
	}

}
