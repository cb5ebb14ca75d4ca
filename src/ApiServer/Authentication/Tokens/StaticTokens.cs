using System.Security.Cryptography;
using System.Text;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens of a file. Kept and looked for by their hashes, so that how long a look takes says nothing about a token. Upstream:
/// <c>authentication/token/tokenfile</c>.
/// </summary>
internal sealed class StaticTokens(IReadOnlyDictionary<string, UserInfo> users) : ITokenAuthenticator
{
    private const int MinColumns = 3;

    public ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel) =>
        new(users.TryGetValue(KeyOf(token), out var user) ? new(user, default, "") : TokenAnswer.NotMine);

    /// <summary>Null with what is wrong; no token is repeated. Of a token that is there twice the last line counts.</summary>
    public static StaticTokens? Read(string csv, out string problem)
    {
        problem = "";
        var users = new Dictionary<string, UserInfo>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in csv.Split('\n'))
        {
            number++;
            if (line.Trim() is not { Length: > 0 } text) continue;
            var cells = Cells(text);
            if (cells.Count < MinColumns) problem = $"line {number}: at least 3 columns are expected (token, user name, user uid), there are {cells.Count}";
            else if (cells[0].Length == 0) problem = $"line {number}: the token is empty";
            else users[KeyOf(cells[0])] = UserOf(cells);
            if (problem.Length > 0) return null;
        }

        return new(users);
    }

    private static UserInfo UserOf(List<string> cells) => new()
    {
        Name = cells[1],
        Uid = cells[2],
        Groups = cells.Count > MinColumns ? cells[3].Split(',', StringSplitOptions.RemoveEmptyEntries).ToListOf() : default,
    };

    /// <summary>Comma separated; in double quotes a comma is one, and two quotes are one.</summary>
    private static List<string> Cells(string line)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (letter == '"') isQuoted = !isQuoted;
            else if (letter == ',' && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else cell.Append(letter);
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }

    private static string KeyOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
