using LogOperator.Benchmarks.Contenders;
using LogOperator.TestKit;

namespace LogOperator.Benchmarks.Tests.Contenders;

public sealed class ProgramFinderTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly string program;
    private readonly Dictionary<string, string> environment = [];

    public ProgramFinderTests()
    {
        program = directory.File("vector");
        File.WriteAllText(program, "");
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_variable_goes_before_PATH()
    {
        environment["VECTOR"] = program;
        environment["PATH"] = "/usr/bin";

        Assert.Equal(program, Find());
    }

    [Fact]
    public void The_first_directory_of_PATH_that_has_it_is_taken()
    {
        environment["PATH"] = $"/nowhere::{directory.Path}";

        Assert.Equal(program, Find());
    }

    [Fact]
    public void A_program_that_is_not_there_takes_no_part() => Assert.Null(Find());

    [Fact]
    public void A_variable_that_names_nothing_is_an_error()
    {
        environment["VECTOR"] = "/nowhere/vector";

        Assert.Equal("VECTOR: expected the path of a program, found \"/nowhere/vector\"", Assert.Throws<InvalidOperationException>(Find).Message);
    }

    private string? Find() => ProgramFinder.Find("VECTOR", "vector", environment.GetValueOrDefault);
}
