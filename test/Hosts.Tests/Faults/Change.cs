using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary>One change as a writer was told of it, or a watcher saw it.</summary>
internal readonly record struct Change(long Revision, string Name)
{
    public static Change Of(ConfigMap value) =>
        new(long.Parse(value.Metadata.ResourceVersion, CultureInfo.InvariantCulture), value.Metadata.Name);

    public static Change Of(WatchNotice<ConfigMap> notice) => Of(notice.Object);
}
