package dev.dataapi.snowpark;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import dev.dataapi.report.DateRange;
import dev.dataapi.report.MonthlySales;
import dev.dataapi.report.ReportRepository;
import dev.dataapi.report.TopCustomer;
import dev.dataapi.warehouse.Lane;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderOptionalKeyword;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

/**
 * The reports composed with jOOQ, as a Snowpark DataFrame would be: lazily, then sent as
 * one statement with every value bound.
 */
@Repository
class SnowparkRepository extends ReportRepository {

	static {
		// Before jOOQ's first class loads: it would print a banner to the log
		System.setProperty("org.jooq.no-logo", "true");
		System.setProperty("org.jooq.no-tips", "true");
	}

	private static final Table<Record> ORDERS = DSL.table(DSL.name("snowflake_sample_data", "tpch_sf10", "orders"));

	private static final Field<Long> CUSTOMER_KEY = DSL.field(DSL.name("o_custkey"), SQLDataType.BIGINT);

	private static final Field<String> CLERK = DSL.field(DSL.name("o_clerk"), SQLDataType.VARCHAR);

	private static final Field<LocalDate> ORDER_DATE = DSL.field(DSL.name("o_orderdate"), SQLDataType.LOCALDATE);

	private static final Field<BigDecimal> TOTAL_PRICE = DSL
		.sum(DSL.field(DSL.name("o_totalprice"), SQLDataType.DECIMAL(12, 2)))
		.as("sum_totalprice");

	private static final Field<Integer> MONTH = DSL.month(ORDER_DATE);

	private final DSLContext dsl = DSL.using(SQLDialect.DEFAULT,
			new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER)
				.withRenderNameCase(RenderNameCase.LOWER)
				.withRenderOptionalAsKeywordForFieldAliases(RenderOptionalKeyword.ON));

	SnowparkRepository(Lane.Reports lane) {
		super(lane);
	}

	@Override
	public List<TopCustomer> findTopCustomers(DateRange range) {
		var orders = this.dsl.select(CUSTOMER_KEY, TOTAL_PRICE).from(ORDERS);
		var inRange = orders.where(isIn(range));
		var byCustomer = inRange.groupBy(CUSTOMER_KEY);
		return fetch(byCustomer.orderBy(TOTAL_PRICE.desc(), CUSTOMER_KEY).limit(DSL.inline(10)), TopCustomer::of);
	}

	@Override
	public List<MonthlySales> findMonthlySales(String clerk, DateRange days) {
		var orders = this.dsl.select(CLERK, MONTH.as("month"), TOTAL_PRICE).from(ORDERS);
		var ofClerk = orders.where(CLERK.eq(clerk)).and(isIn(days));
		return fetch(ofClerk.groupBy(CLERK, MONTH).orderBy(MONTH), MonthlySales::of);
	}

	private static Condition isIn(DateRange range) {
		return ORDER_DATE.between(DSL.cast(range.sqlStart(), SQLDataType.LOCALDATE),
				DSL.cast(range.sqlEnd(), SQLDataType.LOCALDATE));
	}

	/** Spring sends it, so that deadlines and errors are the same on every route. */
	private <T> List<T> fetch(Query query, RowMapper<T> mapper) {
		return this.reports.query(query.getSQL(), mapper, query.getBindValues().toArray());
	}

}
