using System.Text;
using LogOperator.Cli.Running;

namespace LogOperator.Cli.Tests.Running;

public sealed class RecordPrinterTests
{
    [Fact]
    public void A_record_is_one_line_for_reading()
    {
        var text = Print("""{"timestamp":"2026-01-02T03:04:05.123456789Z","severity":"WARN","body":"slow","attributes":{"ms":12,"log.iostream":"stdout"},"resource":{"k8s.namespace.name":"shop","k8s.pod.name":"web-0","k8s.container.name":"app"}}""" + "\n");

        Assert.Equal("\e[2m03:04:05.123\e[0m \e[33mWARN \e[0m \e[36mshop/web-0/app\e[0m slow \e[2mms=12\e[0m\n", text);
    }

    [Fact]
    public void A_record_may_come_in_pieces()
    {
        using var output = new StringWriter();
        using var printer = new RecordPrinter(output);
        foreach (var b in Encoding.UTF8.GetBytes("{\"body\":\"a\"}\n{\"body\":\"b\"}\n"))
        {
            printer.Write([b]);
        }

        Assert.Equal(2, output.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void A_log_line_cannot_drive_the_terminal() => Assert.DoesNotContain("\e]0;", Print("{\"body\":\"\\u001b]0;title\\u0007\",\"attributes\":{\"a\":\"\\u001b]0;x\"}}\n"));

    [Fact]
    public void What_is_not_a_record_is_shown_without_control_characters() => Assert.Equal("no ·record\n", Print("no \erecord\n"));

    private static string Print(string lines)
    {
        using var output = new StringWriter();
        using var printer = new RecordPrinter(output);
        printer.Write(Encoding.UTF8.GetBytes(lines));
        return output.ToString();
    }
}
