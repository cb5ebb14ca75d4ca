using Kybernet.Api;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Tests.Running;

/// <summary>The built-in resources.</summary>
internal sealed class SchemaDirectory : IResourceDirectory
{
    public ValueTask<ApiResult<IReadOnlyList<ServedResource>>> ListAsync(CancellationToken cancel) =>
        new(ApiResult<IReadOnlyList<ServedResource>>.Ok([
            .. ApiSchema.Create().Types.Where(static type => type.Resource is not null).Select(static type => new ServedResource(
                new(type.File.Group, type.File.Version, type.Resource!.Plural),
                new(type.File.Group, type.File.Version, type.Name),
                type.Resource.IsNamespaced,
                type.Resource.Verbs.ToListOf())),
        ]));
}
