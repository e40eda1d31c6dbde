using LogOperator.TestKit.Parts;
using Xunit.Sdk;

namespace LogOperator.Repository.Tests.TestKit;

public sealed class AvailabilityTests
{
    [Fact]
    public void What_was_found_is_returned() => Assert.Equal("there", new Availability<string>("there", Missing: null).Require());

    [Fact]
    public void What_is_missing_skips_a_test_but_fails_it_in_ci()
    {
        var missing = new Availability<string>(null, "it is not there.\n       Get it.");
        Exception? outcome = null;

        // Record.Exception lets a skip pass.
        try
        {
            missing.Require();
        }
        catch (Exception e)
        {
            outcome = e;
        }

        Assert.NotNull(outcome);
        Assert.Contains("it is not there. Get it.", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(Environment.GetEnvironmentVariable("CI") != "true", outcome is SkipException);
    }

    [Fact]
    public async Task A_part_that_nobody_knows_is_missing_with_the_names_that_there_are()
    {
        var part = await Part.FindAsync("nonsense");

        Assert.Null(part.Value);
        Assert.Contains("kubernetes", part.Missing, StringComparison.Ordinal);
    }
}
