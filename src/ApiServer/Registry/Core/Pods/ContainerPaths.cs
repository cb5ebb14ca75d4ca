using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Walks the containers of a pod with their paths; a path is made for a container there is.</summary>
internal readonly struct ContainerPaths(PodSpec spec, FieldPath path)
{
    public Enumerator GetEnumerator() => new(spec, path);

    internal struct Enumerator(PodSpec spec, FieldPath path)
    {
        private int _next;

        public (Container Container, FieldPath Path) Current { get; private set; }

        public bool MoveNext()
        {
            var index = _next++;
            if (index < spec.InitContainers.Count) return Stand(spec.InitContainers[index], "initContainers", index);
            index -= spec.InitContainers.Count;
            if (index < spec.Containers.Count) return Stand(spec.Containers[index], "containers", index);
            index -= spec.Containers.Count;
            return index < spec.EphemeralContainers.Count
                && Stand(PodContainers.ToContainer(spec.EphemeralContainers[index]), "ephemeralContainers", index);
        }

        private bool Stand(Container container, string list, int index)
        {
            Current = (container, path.Child(list).Index(index));
            return true;
        }
    }
}
