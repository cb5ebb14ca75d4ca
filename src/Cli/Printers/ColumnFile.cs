namespace Kybernet.Cli.Printers;

/// <summary>A file of two lines: headers, and the paths under them.</summary>
internal static class ColumnFile
{
    private static readonly char[] s_blank = [' ', '\t'];

    public static CustomColumns Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length < 2) throw new CliException("invalid template, missing specs line. Expected two lines: headers, specs");
        var headers = lines[0].Split(s_blank, StringSplitOptions.RemoveEmptyEntries);
        var specs = lines[1].Split(s_blank, StringSplitOptions.RemoveEmptyEntries);
        if (headers.Length != specs.Length)
            throw new CliException($"number of headers ({headers.Length}) and field specifications ({specs.Length}) don't match");
        return new(string.Join(',', headers.Zip(specs, static (header, spec) => $"{header}:{spec}")));
    }
}
