using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Distils the XML documentation of the KubernetesClient package into lines of "class TAB property TAB text": what the
/// generator puts on records and into the program for explain and OpenAPI. The words stay the package's; none are in this repository.
/// </summary>
public class DistilFieldDocs : Task
{
    private const string Models = "k8s.Models.";

    [Required]
    public string Documentation { get; set; }

    [Required]
    public string Output { get; set; }

    public override bool Execute()
    {
        var lines = new SortedSet<string>(System.StringComparer.Ordinal);
        using (var xml = XmlReader.Create(Documentation))
        {
            while (xml.ReadToFollowing("member"))
            {
                var name = xml.GetAttribute("name") ?? "";
                var isType = name.StartsWith("T:" + Models);
                if (!isType && !name.StartsWith("P:" + Models)) continue;
                var path = name.Substring(2 + Models.Length).Split('.');
                if (path.Length != (isType ? 1 : 2)) continue;
                using (var member = xml.ReadSubtree())
                {
                    if (!member.ReadToFollowing("summary")) continue;
                    var text = Regex.Replace(member.ReadElementContentAsString(), @"\s+", " ").Trim();
                    if (text.Length > 0) lines.Add(path[0] + "\t" + (isType ? "" : path[1]) + "\t" + text);
                }
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Output));
        File.WriteAllText(Output, string.Join("\n", lines) + "\n", new UTF8Encoding(false));
        return true;
    }
}
